import type { Merged } from '../people/merge-people.js';
import type { Uses } from '../scope/scope.js';

/** At `people.merged`: transcripts, and speakers assigned to a representative, point to the one that is left. */
export const repointTranscripts = async (
  { em, organizationId }: Uses<'em'>,
  { table, from, into }: Merged,
): Promise<Record<string, number>> => {
  const values = [into, organizationId, from];
  const update = (other: 'transcript' | 'transcript_representative') => {
    const sql = `update "${other}" set ${table}_id = ? where organization_id = ? and ${table}_id in (?)`;
    return em.execute<{ affectedRows: number }>(sql, values, 'run');
  };
  const { affectedRows: transcript } = await update('transcript');
  if (table === 'company') return { transcript };
  return { transcript, transcript_representative: (await update('transcript_representative')).affectedRows };
};

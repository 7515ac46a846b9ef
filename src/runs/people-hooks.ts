import type { Merged } from '../people/merge-people.js';
import type { Uses } from '../scope/scope.js';
import type { RepresentativeChange } from '../transcripts/transcript-hooks.js';

/** At `people.merged`: runs point to the representative or company that is left. */
export const repointRuns = async (
  { em, organizationId }: Uses<'em'>,
  { table, from, into }: Merged,
): Promise<Record<string, number>> => {
  const { affectedRows: run } = await em.execute<{ affectedRows: number }>(
    `update run set ${table}_id = ? where organization_id = ? and ${table}_id in (?)`,
    [into, organizationId, from],
    'run',
  );
  return { run };
};

/** At `transcripts.representativeChanged`: the runs of a transcript that scored one representative go to another. */
export const reassignRuns = async (
  { em, organizationId }: Uses<'em'>,
  { transcriptId, from, to }: RepresentativeChange,
): Promise<number> => {
  const { affectedRows } = await em.execute<{ affectedRows: number }>(
    `update run set representative_id = ?::uuid
     where organization_id = ? and transcript_id = ? and representative_id is not distinct from ?::uuid`,
    [to, organizationId, transcriptId, from],
    'run',
  );
  return affectedRows;
};

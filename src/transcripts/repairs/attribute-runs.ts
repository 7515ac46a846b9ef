import type { Uses } from '../../scope/scope.js';

/**
 * Gives the runs of a transcript that scored one representative to another, in the caller's transaction; null stands for nobody known. Their
 * entity stands further down the line, so they are known here by the name of their table.
 * @returns how many
 */
export const attributeRuns = async (
  { em, organizationId }: Uses<'em'>,
  transcriptId: string,
  from: string | null,
  to: string | null,
): Promise<number> => {
  if (from === to) return 0;
  const { affectedRows } = await em.execute<{ affectedRows: number }>(
    `update run set representative_id = ?::uuid
     where organization_id = ? and transcript_id = ? and representative_id is not distinct from ?::uuid`,
    [to, organizationId, transcriptId, from],
    'run',
  );
  return affectedRows;
};

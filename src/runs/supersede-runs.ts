import type { Uses } from '../scope/scope.js';
import { lockResultsOf } from '../transcripts/requested-scoring.js';
import { TranscriptRepresentative } from '../transcripts/transcript-representative.entity.js';
import { ENDED_RUN_STATUSES } from './run-status.js';
import { Run } from './run.entity.js';

type Ports = Uses<'em'>;
type RunOfSubject = Pick<Run, 'id' | 'transcriptId' | 'rubricKey' | 'subjectLabel'>;

/** Two runs of one transcript that end at the same time take turns, so that each sees what the other did. */
export const takeTurn = (scope: Ports, { transcriptId }: RunOfSubject): Promise<void> =>
  lockResultsOf(scope, [transcriptId]);

/** Runs of the same representative, and of labels that are no representative's any more. */
const ofOwnSubject = async ({ em, organizationId }: Ports, { transcriptId, subjectLabel = null }: RunOfSubject) => {
  const rows = await em.find(TranscriptRepresentative, { organizationId, transcriptId }, { fields: ['speakerLabel'] });
  const labels = rows.map((row) => row.speakerLabel);
  const others = labels.filter((label) => label !== subjectLabel);
  const mine = others.length === 0 ? {} : { $or: [{ subjectLabel: null }, { subjectLabel: { $nin: others } }] };
  return { mine, stands: subjectLabel === null || labels.includes(subjectLabel) };
};

/**
 * Of the results of a transcript by one rubric the newest request is in force for each representative; the others stay as they are. A run
 * of somebody who turned out to be no representative gives way to any.
 */
export const supersedeRuns = async (scope: Ports, run: RunOfSubject): Promise<void> => {
  const { em, organizationId } = scope;
  const { id, transcriptId, rubricKey } = run;
  const others = { organizationId, transcriptId, rubricKey, supersededById: null };
  if (!(await em.findOne(Run, { ...others, id: { $ne: id } }, { fields: ['id'] }))) return;
  const { mine, stands } = await ofOwnSubject(scope, run);
  // Ids are uuids v7: in the order in which the runs were asked for.
  const older = { ...others, ...mine, id: { $lt: id }, status: { $in: [...ENDED_RUN_STATUSES] } };
  await em.nativeUpdate(Run, older, { supersededById: id });
  const newerOnes = { ...others, ...(stands ? mine : {}), id: { $gt: id }, status: 'SCORED' as const };
  const newer = await em.findOne(Run, newerOnes, { fields: ['id'] });
  if (newer) await em.nativeUpdate(Run, { organizationId, id }, { supersededById: newer.id });
};

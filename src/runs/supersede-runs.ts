import type { Uses } from '../scope/scope.js';
import { lockResultsOf } from '../transcripts/requested-scoring.js';
import { TranscriptRepresentative } from '../transcripts/transcript-representative.entity.js';
import { ENDED_RUN_STATUSES } from './run-status.js';
import { Run } from './run.entity.js';

type Ports = Uses<'em'>;
type RunOfSubject = Pick<Run, 'id' | 'transcriptId' | 'rubricKey' | 'subjectLabel'>;

/** Two runs of one transcript that end at the same time take turns, so that each sees what the other did. */
export const lockResults = (scope: Ports, { transcriptId }: RunOfSubject): Promise<void> =>
  lockResultsOf(scope, [transcriptId]);

/** Runs of the same representative, and of labels that are no representative's any more. */
const ofOwnSubject = async ({ em, organizationId }: Ports, { transcriptId, subjectLabel = null }: RunOfSubject) => {
  const rows = await em.find(TranscriptRepresentative, { organizationId, transcriptId }, { fields: ['speakerLabel'] });
  const labels = rows.map((row) => row.speakerLabel);
  const others = labels.filter((label) => label !== subjectLabel);
  const sameSubject = others.length === 0 ? {} : { $or: [{ subjectLabel: null }, { subjectLabel: { $nin: others } }] };
  return { sameSubject, isSpeaker: subjectLabel === null || labels.includes(subjectLabel) };
};

/**
 * Of the results of a transcript by one rubric the newest request is the current one of each representative; the others stay as they are. A run
 * whose subject turned out to be no representative is superseded by any.
 */
export const supersedeRuns = async (scope: Ports, run: RunOfSubject): Promise<void> => {
  const { em, organizationId } = scope;
  const { id, transcriptId, rubricKey } = run;
  const others = { organizationId, transcriptId, rubricKey, supersededById: null };
  if (!(await em.findOne(Run, { ...others, id: { $ne: id } }, { fields: ['id'] }))) return;
  const { sameSubject, isSpeaker } = await ofOwnSubject(scope, run);
  // Ids are uuids v7: in the order in which the runs were asked for.
  const older = { ...others, ...sameSubject, id: { $lt: id }, status: { $in: [...ENDED_RUN_STATUSES] } };
  await em.nativeUpdate(Run, older, { supersededById: id });
  const newerOnes = { ...others, ...(isSpeaker ? sameSubject : {}), id: { $gt: id }, status: 'SCORED' as const };
  const newer = await em.findOne(Run, newerOnes, { fields: ['id'] });
  if (newer) await em.nativeUpdate(Run, { organizationId, id }, { supersededById: newer.id });
};

import type { Uses } from '../scope/scope.js';
import { transcriptReadyJob } from './transcript-ready.job.js';
import type { Transcript } from './transcript.entity.js';

/** Promises, for a transcript that is ready now, the scoring that was asked for; in the caller's transaction. */
export const promiseScoring = (
  { em, queue, organizationId }: Uses<'em' | 'queue'>,
  { id, requestedScoring: { score, rescore = false } }: Transcript,
): void => {
  if (score || rescore) queue.send(em, transcriptReadyJob, { organizationId, transcriptId: id });
};

import { UUID, type JobPayload } from '../queue/job-payload.js';
import { declareJob } from '../queue/job.js';
import type { Uses } from '../scope/scope.js';
import type { Transcript } from './transcript.entity.js';

export type TranscriptReadyPayload = JobPayload & { readonly transcriptId: string };

/** Tells rooms further right that a transcript can be scored. */
export const transcriptReadyJob = declareJob<TranscriptReadyPayload>({
  name: 'transcript-ready',
  fields: { transcriptId: UUID },
  key: ({ transcriptId }) => `${transcriptId}-ready`,
  attempts: 8,
  timeoutMs: 30_000,
  concurrency: 4,
  keepOutboxEntry: true,
});

type Ports = Uses<'em' | 'queue'>;
type ReadyTranscript = Pick<Transcript, 'id' | 'requestedScoring'>;

const wantsScoring = ({ requestedScoring: { score, rescore = false } }: ReadyTranscript): boolean => score || rescore;

/** Enqueues the requested scoring of a transcript that is ready, in the caller's transaction. */
export const enqueueScoring = ({ em, queue, organizationId }: Ports, transcript: ReadyTranscript): void => {
  if (wantsScoring(transcript)) queue.send(em, transcriptReadyJob, { organizationId, transcriptId: transcript.id });
};

/**
 * As `enqueueScoring`, for a caller that starts the scoring right after the commit: the outbox entry is only a fallback.
 * @returns whether scoring was requested
 */
export const enqueueScoringNow = ({ em, queue, organizationId }: Ports, transcript: ReadyTranscript): boolean => {
  if (!wantsScoring(transcript)) return false;
  queue.sendUnlessKept(em, transcriptReadyJob, { organizationId, transcriptId: transcript.id });
  return true;
};

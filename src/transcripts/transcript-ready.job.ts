import { declareJob, type JobPayload } from '../queue/job.js';
import type { Uses } from '../scope/scope.js';
import type { Transcript } from './transcript.entity.js';

export type TranscriptReadyPayload = JobPayload & { readonly transcriptId: string };

/** Tells whoever stands further down the line that a transcript can be scored. */
export const transcriptReadyJob = declareJob<TranscriptReadyPayload>({
  name: 'transcript-ready',
  fields: ['transcriptId'],
  key: ({ transcriptId }) => `${transcriptId}-ready`,
  attempts: 8,
  timeoutMs: 30_000,
  concurrency: 4,
  keepOutboxEntry: true,
});

type Ports = Uses<'em' | 'queue'>;
type Asked = Pick<Transcript, 'id' | 'requestedScoring'>;

const isAsked = ({ requestedScoring: { score, rescore = false } }: Asked): boolean => score || rescore;

/** Promises, for a transcript that is ready now, the scoring that was asked for; in the caller's transaction. */
export const enqueueScoring = ({ em, queue, organizationId }: Ports, transcript: Asked): void => {
  if (isAsked(transcript)) queue.send(em, transcriptReadyJob, { organizationId, transcriptId: transcript.id });
};

/** The same where the caller has it begun right after the commit. Whether there is something to begin. */
export const enqueueScoringNow = ({ em, queue, organizationId }: Ports, transcript: Asked): boolean => {
  if (!isAsked(transcript)) return false;
  queue.sendUnlessKept(em, transcriptReadyJob, { organizationId, transcriptId: transcript.id });
  return true;
};

import { UUID, type JobPayload } from '../queue/job-payload.js';
import { declareJob } from '../queue/job.js';

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

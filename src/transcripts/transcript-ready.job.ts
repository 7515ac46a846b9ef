import { declareJob, type JobPayload } from '../queue/job.js';

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

import { declareJob, type JobPayload } from '../queue/job.js';
import { declareLease } from '../queue/lease.js';

export type NormalizeTranscriptPayload = JobPayload & { readonly transcriptId: string };

/** Turns an accepted raw file into its normalized form. */
export const normalizeTranscriptJob = declareJob<NormalizeTranscriptPayload>({
  name: 'normalize-transcript',
  fields: ['transcriptId'],
  key: ({ transcriptId }) => `${transcriptId}-0`,
  attempts: 5,
  timeoutMs: 60_000,
  // Files are read one after the other in a thread; what stands around that waits for the database.
  concurrency: 8,
});

export const UNFINISHED_TRANSCRIPT_STATUSES = ['QUEUED', 'NORMALIZING'] as const;

export const transcriptLease = declareLease('transcript', UNFINISHED_TRANSCRIPT_STATUSES);

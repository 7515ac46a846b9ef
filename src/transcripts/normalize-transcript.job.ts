import { UUID, type JobPayload } from '../queue/job-payload.js';
import { declareJob } from '../queue/job.js';
import { declareLease } from '../queue/lease.js';

export type NormalizeTranscriptPayload = JobPayload & { readonly transcriptId: string };

/** Reads the raw file of a transcript and stores its normalization. */
export const normalizeTranscriptJob = declareJob<NormalizeTranscriptPayload>({
  name: 'normalize-transcript',
  fields: { transcriptId: UUID },
  key: ({ transcriptId }) => `${transcriptId}-0`,
  attempts: 5,
  timeoutMs: 60_000,
  // One thread reads file after file; the rest of each job waits for the database.
  concurrency: 8,
});

/** Statuses in which the file is still to be read. */
export const UNFINISHED_TRANSCRIPT_STATUSES = ['QUEUED', 'NORMALIZING'] as const;

export const transcriptLease = declareLease('transcript', UNFINISHED_TRANSCRIPT_STATUSES);

import { type JobPayload, UUID } from '../queue/job-payload.js';
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

export type SpeakersCorrectedPayload = JobPayload & {
  readonly transcriptId: string;
  /** The normalization that the correction made. */
  readonly normalizationId: string;
};

/** Tells rooms further right that a person corrected the speakers of a transcript, so that its scores may be outdated. */
export const speakersCorrectedJob = declareJob<SpeakersCorrectedPayload>({
  name: 'speakers-corrected',
  fields: { transcriptId: UUID, normalizationId: UUID },
  key: ({ normalizationId }) => `${normalizationId}-corrected`,
  attempts: 8,
  timeoutMs: 30_000,
  concurrency: 2,
  keepOutboxEntry: true,
});

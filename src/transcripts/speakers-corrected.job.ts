import { UUID, type JobPayload } from '../queue/job-payload.js';
import { declareJob } from '../queue/job.js';

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

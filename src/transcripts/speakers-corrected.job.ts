import { declareJob, type JobPayload } from '../queue/job.js';

export type SpeakersCorrectedPayload = JobPayload & {
  readonly transcriptId: string;
  /** The form that the correction made. */
  readonly normalizationId: string;
};

/** Tells whoever stands further down the line that people corrected who speaks in a transcript, so that scores of it may be outdated. */
export const speakersCorrectedJob = declareJob<SpeakersCorrectedPayload>({
  name: 'speakers-corrected',
  fields: ['transcriptId', 'normalizationId'],
  key: ({ normalizationId }) => `${normalizationId}-corrected`,
  attempts: 8,
  timeoutMs: 30_000,
  concurrency: 2,
  keepOutboxEntry: true,
});

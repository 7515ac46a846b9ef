import type { TranscriptMetric } from '../../plugin-api/transcript.js';
import { correctNormalization, type Correction } from '../normalizing/correct-normalization.js';
import type { CurrentNormalization } from '../current-normalization.js';
import type { SpeakerCorrection } from '../speaker-correction.js';

/** Works out what corrections make of a form, somewhere where a long call holds up nobody. */
export interface Corrector {
  /** @throws AppError TIMEOUT or UNAVAILABLE; both may be tried again */
  correct(form: CurrentNormalization, corrections: readonly SpeakerCorrection[]): Promise<Correction>;
  close(): Promise<void>;
}

/** Corrects in the caller's own thread, which waits meanwhile: for tools and tests. */
export const inlineCorrector = (metrics: readonly TranscriptMetric[]): Corrector => ({
  correct: (form, corrections) => Promise.resolve(correctNormalization(form, corrections, metrics)),
  close: () => Promise.resolve(),
});

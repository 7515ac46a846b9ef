import type { MetricValue, NormalizedTranscript, TranscriptMetric } from '../../plugin-api/transcript.js';
import { applyCorrections } from './apply-corrections.js';
import { checkCorrection } from './check-correction.js';
import { compareForms } from './compare-normalizations.js';
import type { CurrentNormalization } from '../current-normalization.js';
import { measureTranscript } from './measure-transcript.js';
import type { NormalizationDifference } from '../normalization.entity.js';
import type { Quality } from '../quality.js';
import { spokenParticipants, type SpokenParticipant } from './read-file.js';
import { reassessQuality } from './reassess-quality.js';
import { isEquivalentForScoring } from './is-equivalent-for-scoring.js';
import type { SpeakerCorrection } from '../transcript.entity.js';

/** What corrections make of a form. As of a file that was read, the turns come as JSON, ready to be stored. */
export interface CorrectedNormalization {
  readonly outcome: 'CORRECTED';
  readonly turnCount: number;
  readonly participants: readonly SpokenParticipant[];
  readonly quality: Quality;
  readonly metrics: Readonly<Record<string, MetricValue>>;
  readonly difference: NormalizationDifference;
  /** Whether scoring sees what it saw before. */
  readonly isEquivalentForScoring: boolean;
  readonly document: string;
}

export type Correction =
  | CorrectedNormalization
  | {
      /** The correction with this number does not fit what those before it made. */
      readonly outcome: 'REFUSED';
      readonly at: number;
      readonly field: string;
      readonly message: string;
    };

/** Applies corrections in order to a form, all or none, and measures what comes of it. Pure; never throws. */
export const correctNormalization = (
  form: CurrentNormalization,
  corrections: readonly SpeakerCorrection[],
  metrics: readonly TranscriptMetric[],
): Correction => {
  const before = JSON.parse(form.document) as NormalizedTranscript;
  let after = before;
  for (const [at, correction] of corrections.entries()) {
    const fault = checkCorrection(after, correction);
    if (fault) return { outcome: 'REFUSED', at, ...fault };
    after = applyCorrections(after, [correction]);
  }
  const { format } = form;
  return {
    outcome: 'CORRECTED',
    turnCount: after.turns.length,
    participants: spokenParticipants(after),
    quality: reassessQuality({ ...form, transcript: before }, after),
    metrics: measureTranscript(after, metrics),
    difference: compareForms({ format, transcript: before }, { format, transcript: after }),
    isEquivalentForScoring: isEquivalentForScoring(before, after),
    document: JSON.stringify(after),
  };
};

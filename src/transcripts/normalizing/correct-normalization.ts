import type {
  Cue,
  MetricValue,
  NormalizedTranscript,
  ParseWarning,
  TranscriptMetric,
  Turn,
} from '../../plugin-api/transcript.js';
import { applyCorrections, checkCorrection } from './apply-corrections.js';
import { compareTranscripts, isEquivalentForScoring } from './compare-normalizations.js';
import type { CurrentNormalization } from '../current-normalization.js';
import { measureTranscript } from './measure-transcript.js';
import type { NormalizationDifference } from '../normalization.entity.js';
import type { Quality } from '../quality.js';
import { type SpokenParticipant, spokenParticipants } from './read-file.js';
import type { SpeakerCorrection } from '../transcript.entity.js';
import { assessQuality } from './assess-quality.js';

interface AssessedNormalization {
  readonly warnings: readonly ParseWarning[];
  /** Null for a normalization older than the quality gate. */
  readonly quality: Quality | null;
  readonly transcript: NormalizedTranscript;
}

const cuesOf = ({ text, cues, startMs, endMs, rawOffset, doubt }: Turn, speaker: string | null): Cue[] =>
  (cues ?? [{ at: 0, startMs, endMs, rawOffset, ...(doubt ? { doubt } : {}) }]).map((cue, place, all) => ({
    speaker,
    text: text.slice(cue.at, all[place + 1]?.at).trimEnd(),
    startMs: cue.startMs,
    endMs: cue.endMs,
    offset: cue.rawOffset,
    ...(cue.doubt ? { doubt: true } : {}),
  }));

const assess = (transcript: NormalizedTranscript, warnings: readonly ParseWarning[]): Quality => {
  const { participants, turns } = transcript;
  const cues = turns.flatMap((turn) => cuesOf(turn, participants[turn.participant]?.speakerLabel ?? null));
  return assessQuality({ transcript, cues, warnings });
};

/**
 * The quality of a normalization after its speakers were corrected. Issues that only the file itself shows, such as low confidence of the
 * speech recognition, are carried over with what they took off the score. Pure.
 */
export const reassessQuality = (before: AssessedNormalization, after: NormalizedTranscript): Quality => {
  const assessed = assess(after, before.warnings);
  if (before.quality === null) return assessed;
  const assessedBefore = assess(before.transcript, before.warnings);
  const reproduced = new Set([...assessedBefore.issues, ...assessed.issues].map(({ code }) => code));
  const carried = before.quality.issues.filter(({ code }) => !reproduced.has(code));
  const score = assessed.score + (carried.length === 0 ? 0 : before.quality.score - assessedBefore.score);
  return { score: Math.min(1, Math.max(0, score)), issues: [...assessed.issues, ...carried] };
};

/** A normalization after its corrections. The turns are JSON, ready to be stored. */
export interface CorrectedNormalization {
  readonly outcome: 'CORRECTED';
  readonly turnCount: number;
  readonly participants: readonly SpokenParticipant[];
  readonly quality: Quality;
  readonly metrics: Readonly<Record<string, MetricValue>>;
  readonly difference: NormalizationDifference;
  /** Whether scoring sees the same as before. */
  readonly isEquivalentForScoring: boolean;
  readonly document: string;
}

export type Correction =
  | CorrectedNormalization
  | {
      /** The correction at this index does not fit the transcript that the ones before it produced. */
      readonly outcome: 'REFUSED';
      readonly at: number;
      readonly field: string;
      readonly message: string;
    };

/** Applies corrections to a normalization, all or none, in order, and measures the result. Pure; does not throw. */
export const correctNormalization = (
  normalization: CurrentNormalization,
  corrections: readonly SpeakerCorrection[],
  metrics: readonly TranscriptMetric[],
): Correction => {
  const before = JSON.parse(normalization.document) as NormalizedTranscript;
  let after = before;
  for (const [at, correction] of corrections.entries()) {
    const fault = checkCorrection(after, correction);
    if (fault) return { outcome: 'REFUSED', at, ...fault };
    after = applyCorrections(after, [correction]);
  }
  const { format } = normalization;
  return {
    outcome: 'CORRECTED',
    turnCount: after.turns.length,
    participants: spokenParticipants(after),
    quality: reassessQuality({ ...normalization, transcript: before }, after),
    metrics: measureTranscript(after, metrics),
    difference: compareTranscripts({ format, transcript: before }, { format, transcript: after }),
    isEquivalentForScoring: isEquivalentForScoring(before, after),
    document: JSON.stringify(after),
  };
};

import type {
  Cue,
  MetricValue,
  NormalizedTranscript,
  ParseWarning,
  TranscriptMetric,
  Turn,
} from '../../plugin-api/transcript.js';
import { applyCorrections, checkCorrection } from './apply-corrections.js';
import { compareForms, isEquivalentForScoring } from './compare-normalizations.js';
import type { CurrentNormalization } from '../current-normalization.js';
import { measureTranscript } from './measure-transcript.js';
import type { NormalizationDifference } from '../normalization.entity.js';
import type { Quality } from '../quality.js';
import { type SpokenParticipant, spokenParticipants } from './read-file.js';
import type { SpeakerCorrection } from '../transcript.entity.js';
import { assessQuality } from './assess-quality.js';

interface AssessedForm {
  readonly warnings: readonly ParseWarning[];
  /** Null for a form older than the gate. */
  readonly quality: Quality | null;
  readonly transcript: NormalizedTranscript;
}

const cuesOf = ({ text, cues, startMs, endMs, rawOffset }: Turn, speaker: string | null): Cue[] =>
  (cues ?? [{ at: 0, startMs, endMs, rawOffset }]).map((cue, place, all) => ({
    speaker,
    text: text.slice(cue.at, all[place + 1]?.at).trimEnd(),
    startMs: cue.startMs,
    endMs: cue.endMs,
    offset: cue.rawOffset,
  }));

const assess = (transcript: NormalizedTranscript, warnings: readonly ParseWarning[]): Quality => {
  const { participants, turns } = transcript;
  const cues = turns.flatMap((turn) => cuesOf(turn, participants[turn.participant]?.speakerLabel ?? null));
  return assessQuality({ transcript, cues, warnings });
};

/**
 * The quality of a form that people made of another by correcting its speakers. What can only be seen in the file itself, such as how sure its
 * speech recognition was, is carried over with what it took off the score. Pure.
 */
export const reassessQuality = (before: AssessedForm, after: NormalizedTranscript): Quality => {
  const now = assess(after, before.warnings);
  if (before.quality === null) return now;
  const seen = assess(before.transcript, before.warnings);
  const again = new Set([...seen.issues, ...now.issues].map(({ code }) => code));
  const carried = before.quality.issues.filter(({ code }) => !again.has(code));
  const score = now.score + (carried.length === 0 ? 0 : before.quality.score - seen.score);
  return { score: Math.min(1, Math.max(0, score)), issues: [...now.issues, ...carried] };
};

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

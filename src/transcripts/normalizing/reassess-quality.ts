import type { Cue, NormalizedTranscript, ParseWarning, Turn } from '../../plugin-api/transcript.js';
import { assessQuality } from './assess-quality.js';
import type { Quality } from '../quality.js';

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

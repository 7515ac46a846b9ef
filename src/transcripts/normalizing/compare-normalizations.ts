import type { NormalizedTranscript, Participant, Turn } from '../../plugin-api/transcript.js';
import type { NormalizationDifference } from '../normalization.entity.js';

type ComparedTranscript = Pick<NormalizedTranscript, 'participants' | 'turns'>;

const personOf = ({ name, email, affiliation, role }: Participant): string =>
  JSON.stringify([name, email, affiliation, role]);

/** What scoring and people see of a turn. */
const keyOf = ({ participants }: ComparedTranscript, { participant, text }: Turn): string => {
  const person = participants[participant];
  return JSON.stringify([person?.speakerLabel, person?.role, text]);
};

const countKeys = (form: ComparedTranscript): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const key of form.turns.map((turn) => keyOf(form, turn))) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
};

/** Turns that one transcript has and the other lacks, in the direction in which they are more. */
const countChanged = (before: ComparedTranscript, after: ComparedTranscript): number => {
  const [left, right] = [countKeys(before), countKeys(after)];
  const lacking = (from: Map<string, number>, other: Map<string, number>): number =>
    [...from].reduce((sum, [key, count]) => sum + Math.max(0, count - (other.get(key) ?? 0)), 0);
  return Math.max(lacking(left, right), lacking(right, left));
};

const changedSpeakers = (before: ComparedTranscript, after: ComparedTranscript): string[] => {
  const people = ({ participants }: ComparedTranscript) =>
    new Map(participants.map((one) => [one.speakerLabel, personOf(one)]));
  const [left, right] = [people(before), people(after)];
  return [...new Set([...left.keys(), ...right.keys()])].filter((label) => left.get(label) !== right.get(label));
};

/** How a normalization differs from the one before it; turns are compared by speaker and words, wherever they are. */
export const compareTranscripts = (
  before: { readonly format: string; readonly transcript: ComparedTranscript },
  after: { readonly format: string; readonly transcript: ComparedTranscript },
): NormalizationDifference => ({
  turnsBefore: before.transcript.turns.length,
  turnsAfter: after.transcript.turns.length,
  turnsChanged: countChanged(before.transcript, after.transcript),
  speakersChanged: changedSpeakers(before.transcript, after.transcript),
  formatBefore: before.format,
  formatAfter: after.format,
});

/** As `compareTranscripts`, with the stored JSON of the normalization before. */
export const compareNormalizations = (
  before: { readonly format: string; readonly document: string },
  after: { readonly format: string; readonly transcript: NormalizedTranscript },
): NormalizationDifference =>
  compareTranscripts({ format: before.format, transcript: JSON.parse(before.document) as NormalizedTranscript }, after);

/**
 * Whether two normalizations are the same for scoring: the same words in the same turns by the same roles in the same language. Names,
 * addresses and times are left out: no score follows from them.
 */
export const isEquivalentForScoring = (before: NormalizedTranscript, after: NormalizedTranscript): boolean =>
  before.language === after.language &&
  before.turns.length === after.turns.length &&
  before.turns.every(({ text, participant }, at) => {
    const turn = after.turns[at];
    return turn?.text === text && before.participants[participant]?.role === after.participants[turn.participant]?.role;
  });

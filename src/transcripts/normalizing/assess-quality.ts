import { countOf } from '../../text/count-of.js';
import type { Cue, NormalizedTranscript, ParseWarning, Participant } from '../../plugin-api/transcript.js';
import { formatSeconds } from '../timing/check-time-unit.js';
import type { Quality, QualityIssueCode } from '../quality.js';
import { countWords, PLAUSIBLE_RATE, speechRate } from '../timing/speech-rate.js';

/** Shorter sentences are said again in every call: `Yes, exactly.`, `How are you?` */
const MIN_SENTENCE_WORDS = 5;

const fold = (sentence: string): string =>
  sentence
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** Share of the words of all longer sentences that are in a repeated sentence, 0 to 1. Linear in the length of the texts. */
function repeatedShare(texts: readonly string[]): number {
  const said = new Set<string>();
  let [repeated, total] = [0, 0];
  for (const sentence of texts.flatMap((text) => text.split(/[.?!…。？！]/u)).map(fold)) {
    const words = countWords(sentence);
    if (words < MIN_SENTENCE_WORDS) continue;
    total += words;
    if (said.has(sentence)) repeated += words;
    said.add(sentence);
  }
  return total === 0 ? 0 : repeated / total;
}

interface AssessedFile {
  readonly transcript: NormalizedTranscript;
  readonly cues: readonly Cue[];
  readonly warnings: readonly ParseWarning[];
}

/** Above this share of speech without a speaker, it is unclear who asked and who answered. */
const NAMELESS_SHARE = 0.2;

/** One side with more than this leaves no conversation to judge; even a pitch hears `okay` more often. */
const ONE_SIDE_SHARE = 0.95;

/** Words that end before this part of the stated duration, by at least two minutes: silence at the end of a recording is shorter. */
const COVERED_SHARE = 0.6;
const SILENT_END_MS = 120_000;

/** Fewer times than this are not enough for figures of time. */
const TIMED_SHARE = 0.5;

/** People repeat `thank you`, not a seventh of their sentences of five words and more. */
const REPEATED_SHARE = 0.15;

/** Below this mean confidence about every third word is wrong in the engines that report it. */
const LOW_CONFIDENCE = 0.7;

/** At least this share of the words must have a confidence for their mean to represent the call. */
const CONFIDENT_SHARE = 0.2;

/** Twenty seconds of speech, or two questions with their answers: less shows no skill. */
const MIN_WORDS = 50;
const MIN_TURNS = 4;

/** Warnings of parsers about a file that does not hold the whole call. */
const INCOMPLETE = new Set(['FILE_CUT_OFF', 'QUOTE_UNCLOSED', 'MORE_PAGES']);

/** As `foldSpeakers` calls speech without a speaker, and as Otter does. */
const NOBODY = /^(?:unknown speaker|no speaker named)$/i;

/** What each issue takes off the score: most where the roles or the words themselves are in doubt, least where only figures of time are. */
const WEIGHTS: Readonly<Record<QualityIssueCode, number>> = {
  UNKNOWN_SPEAKERS: 0.3,
  ATTRIBUTION_IN_DOUBT: 0.2,
  ONE_SIDED: 0.3,
  TOO_SHORT: 0.3,
  TRUNCATED: 0.2,
  DUPLICATE_WORDS: 0.2,
  LOW_ASR_CONFIDENCE: 0.2,
  IMPLAUSIBLE_SPEED: 0.1,
  NO_TIMES: 0.1,
};

interface Measured extends AssessedFile {
  /** Words of each participant. */
  readonly words: readonly number[];
  readonly total: number;
  /** Words of each cue. */
  readonly cueWords: readonly number[];
}

/** What was found, or null. */
type Check = (file: Measured) => string | null;

const percent = (share: number): string => `${Math.round(share * 100)} %`;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Share of the words that are in cues of a kind. */
const shareOf = ({ cues, cueWords, total }: Measured, counts: (cue: Cue) => boolean): number =>
  sum(cueWords.filter((_words, at) => cues[at] !== undefined && counts(cues[at]))) / Math.max(1, total);

/** True for the placeholder of speech without a speaker, until a person names it. */
const isNameless = ({ name, speakerLabel }: Participant): boolean => name === null && NOBODY.test(speakerLabel);

const unknownSpeakers: Check = (file) => {
  const { participants } = file.transcript;
  const missing = (['REP', 'CUSTOMER'] as const).filter((side) => !participants.some(({ role }) => role === side));
  if (missing.length === 2) return 'Nobody on the call is known to sell or to buy.';
  if (missing.length === 1) return `Nobody on the call is known to ${missing[0] === 'REP' ? 'sell' : 'buy'}.`;
  const nameless =
    sum(participants.filter(isNameless).map(({ index }) => file.words[index] ?? 0)) / Math.max(1, file.total);
  return nameless > NAMELESS_SHARE ? `${percent(nameless)} of the words have no known speaker.` : null;
};

const attributionInDoubt: Check = ({ cues, cueWords, total }) => {
  const words = sum(cueWords.filter((_words, at) => cues[at]?.doubt === true));
  return words === 0 ? null : `It is in doubt who says ${countOf(words, 'word')} of ${total}.`;
};

const oneSided: Check = ({ transcript: { participants }, words, total }) => {
  // Without names, any number of people may have spoken.
  if (participants.every(isNameless)) return null;
  if (participants.length === 1) return 'Only one speaker was found.';
  const sides = Map.groupBy(participants, ({ role, index }) => (role === 'UNKNOWN' ? `${index}` : role));
  const shares = [...sides.values()].map(
    (side) => sum(side.map(({ index }) => words[index] ?? 0)) / Math.max(1, total),
  );
  const most = Math.max(...shares);
  return most > ONE_SIDE_SHARE ? `One side says ${percent(most)} of the words.` : null;
};

const truncated: Check = ({ transcript: { durationMs }, cues, warnings }) => {
  const incomplete = warnings.find(({ code }) => INCOMPLETE.has(code));
  if (incomplete) return incomplete.message;
  const last = cues.reduce(
    (latest, { startMs, endMs, notBeforeMs }) => Math.max(latest, startMs ?? 0, endMs ?? 0, notBeforeMs ?? 0),
    0,
  );
  if (last === 0 || durationMs === null) return null;
  const endsEarly = last < durationMs * COVERED_SHARE && durationMs - last > SILENT_END_MS;
  return endsEarly
    ? `The last words are said at ${formatSeconds(last)} of a call of ${formatSeconds(durationMs)}.`
    : null;
};

const noTimes: Check = ({ cues }) => {
  const timed = cues.filter(({ startMs }) => startMs !== null).length / Math.max(1, cues.length);
  if (timed === 0) return 'The file has no times of what was said.';
  return timed < TIMED_SHARE ? `Only ${percent(timed)} of what was said has a time.` : null;
};

const duplicateWords: Check = ({ cues }) => {
  const repeated = repeatedShare(cues.map(({ text }) => text));
  return repeated > REPEATED_SHARE ? `${percent(repeated)} of the words are in repeated sentences.` : null;
};

const implausibleSpeed: Check = ({ cues }) => {
  const rate = speechRate(cues);
  if (rate === null) return null;
  const slow = rate.from === 'ENDS' && rate.wordsPerSecond < PLAUSIBLE_RATE.min;
  return slow || rate.wordsPerSecond > PLAUSIBLE_RATE.max
    ? `By the times of the file people speak ${rate.wordsPerSecond.toFixed(2)} words a second.`
    : null;
};

const lowConfidence: Check = (file) => {
  const share = shareOf(file, ({ confidence }) => confidence !== undefined);
  const mean =
    sum(file.cues.map(({ confidence = 0 }, at) => confidence * (file.cueWords[at] ?? 0))) / (share * file.total);
  if (share < CONFIDENT_SHARE || mean >= LOW_CONFIDENCE) return null;
  return `The speech recognition was ${percent(mean)} sure of the words on average.`;
};

const tooShort: Check = ({ transcript: { turns }, total }) =>
  turns.length < MIN_TURNS || total < MIN_WORDS
    ? `The call has ${countOf(turns.length, 'turn')} and ${countOf(total, 'word')}.`
    : null;

const CHECKS: Readonly<Record<QualityIssueCode, Check>> = {
  UNKNOWN_SPEAKERS: unknownSpeakers,
  ATTRIBUTION_IN_DOUBT: attributionInDoubt,
  ONE_SIDED: oneSided,
  TRUNCATED: truncated,
  NO_TIMES: noTimes,
  DUPLICATE_WORDS: duplicateWords,
  IMPLAUSIBLE_SPEED: implausibleSpeed,
  LOW_ASR_CONFIDENCE: lowConfidence,
  TOO_SHORT: tooShort,
};

function measure(file: AssessedFile): Measured {
  const { participants, turns } = file.transcript;
  const words = participants.map(() => 0);
  for (const { participant, text } of turns) words[participant] = (words[participant] ?? 0) + countWords(text);
  return { ...file, words, total: sum(words), cueWords: file.cues.map(({ text }) => countWords(text)) };
}

/**
 * How well a transcript serves for scoring: what is wrong with it, and 1 less the weight of each issue, at least 0. Pure; linear in the length of
 * the transcript.
 */
export const assessQuality = (file: AssessedFile): Quality => {
  const measured = measure(file);
  const issues = (Object.keys(CHECKS) as QualityIssueCode[]).flatMap((code) => {
    const message = CHECKS[code](measured);
    return message === null ? [] : [{ code, message }];
  });
  const lost = sum(issues.map(({ code }) => WEIGHTS[code]));
  return { score: Math.max(0, Math.round((1 - lost) * 100) / 100), issues };
};

import { type FoldedText, foldText } from './fold-text.js';
import { memoize, TURNS } from './memoize.js';
import {
  isIncidentalQuestion,
  opensWithQuestionWord,
  questionScore,
  startsQuestion,
  stripMarkers,
} from './question-cues.js';
import { tokenize } from './tokenize.js';

/** A range of folded text, end exclusive. */
interface Range {
  readonly start: number;
  readonly end: number;
}

const WORDS_PER_TERMINATOR = 60;
const TERMINATOR = /[.?!]+["')\]]*(?= |$)/g;
const ABBREVIATION = /(?:^|[ (])(?:mr|mrs|ms|dr|vs|inc|approx|e\.g|i\.e|[a-z])\.$/;
const CLAUSE = /[,;:-] | (?=(?:so|and|but|then|okay|because) )/g;
const CONJUNCTION = /^(?:(?:so|and|but|then|okay) )+/;
const LONG_SENTENCE = 160;

const cut = (range: Range, offsets: readonly number[]): Range[] => {
  const edges = [range.start, ...offsets, range.end];
  return edges.slice(1).map((end, i) => ({ start: edges[i] ?? range.start, end }));
};

const trim = (folded: string, { start, end }: Range): Range => {
  let [from, to] = [start, end];
  while (from < to && folded[from] === ' ') from += 1;
  while (to > from && folded[to - 1] === ' ') to -= 1;
  return { start: from, end: to };
};

/** Offsets of `text` where a clause begins, with the clause after its conjunction. */
const clauses = (text: string): { at: number; joined: boolean; core: string }[] =>
  Array.from(text.matchAll(CLAUSE), (match) => {
    const at = match.index + match[0].length;
    const clause = text.slice(at, at + 80);
    return { at, joined: CONJUNCTION.test(clause), core: clause.replace(CONJUNCTION, '') };
  });

/** Speech that was transcribed without punctuation is also split where "so", "and" or "but" begins a question. */
const cutUnpunctuated = (folded: string, range: Range): Range[] => {
  const starts = clauses(folded.slice(range.start, range.end)).filter(
    ({ joined, core }) => joined && startsQuestion(core),
  );
  return cut(
    range,
    starts.map(({ at }) => range.start + at),
  );
};

/** Narrows a long sentence to the clause that asks, so that the question can be quoted. */
const narrow = (folded: string, range: Range): Range => {
  if (range.end - range.start <= LONG_SENTENCE) return range;
  const text = folded.slice(range.start, range.end);
  const marked = text.endsWith('?');
  const asking = clauses(text).findLast(({ core }) => startsQuestion(core) || (marked && opensWithQuestionWord(core)));
  return asking === undefined ? range : { start: range.start + asking.at, end: range.end };
};

/** Ranges of folded text that can each hold one question. */
const splitSentences = (folded: string): Range[] => {
  const ends = Array.from(folded.matchAll(TERMINATOR), (match) => match.index + match[0].length).filter(
    (end) => !ABBREVIATION.test(folded.slice(Math.max(0, end - 8), end)),
  );
  const whole = { start: 0, end: folded.length };
  const words = folded.split(' ').length;
  const sparse = ends.length * WORDS_PER_TERMINATOR < words;
  return cut(whole, ends)
    .flatMap((range) => (sparse ? cutUnpunctuated(folded, range) : [range]))
    .map((range) => trim(folded, narrow(folded, trim(folded, range))))
    .filter(({ start, end }) => end > start);
};

/** A question as it was said: `text` is `turnText.slice(start, end)`, offsets in UTF-16 code units. */
export interface Question {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Sum of the cues, at least 2; 5 and more is certain. */
  readonly score: number;
}

interface Candidate extends Range {
  readonly core: string;
  readonly score: number;
  /** Number of the sentence in the turn, to recognize adjacent ones. */
  readonly sentence: number;
}

const MIN_SCORE = 2;
const MAX_LENGTH = 300;
const LETTER = /\p{L}/u;
const CLOSING = /[\s.?!"')\]]{1,40}$/;
const RESTATES =
  /^(?:(?:so|and|or|well) )?(?:i mean|in other words|or rather|that is|put differently|to put it another way|what i mean is|let me rephrase)\b/;
const OFFERS_ANSWER = /^or\b/;
const FILLERS = new Set(
  'a an and are at be been by can could did do does for from had has have how i if in is it its me of on or our so that the their them they this to us was we were what when where which who why will with would you your'.split(
    ' ',
  ),
);

const contentWords = (core: string): Set<string> =>
  new Set(
    tokenize(core)
      .map((token) => token.text)
      .filter((word) => word.length > 1 && !FILLERS.has(word)),
  );

const overlap = (a: Set<string>, b: Set<string>): number => {
  const smaller = Math.min(a.size, b.size);
  return smaller < 2 ? 0 : [...a].filter((word) => b.has(word)).length / new Set([...a, ...b]).size;
};

const judge = (folded: string, range: Range, sentence: number): Candidate | null => {
  const whole = folded.slice(range.start, range.end);
  if (!LETTER.test(whole)) return null;
  const tail = whole.slice(-40);
  const ending = CLOSING.exec(tail)?.[0] ?? '';
  const core = stripMarkers(whole.slice(0, whole.length - ending.length));
  const score = questionScore(core, ending.includes('?'));
  return score < MIN_SCORE || isIncidentalQuestion(core) ? null : { ...range, core, score, sentence };
};

const restates = (folded: string, earlier: Candidate, later: Candidate): boolean => {
  if (later.sentence !== earlier.sentence + 1 || later.end - earlier.start > MAX_LENGTH) return false;
  const said = folded.slice(later.start, later.start + 40);
  return (
    RESTATES.test(said) ||
    OFFERS_ANSWER.test(said) ||
    overlap(contentWords(earlier.core), contentWords(later.core)) >= 0.5
  );
};

const mergeRestatements = (folded: string, candidates: readonly Candidate[]): Candidate[] => {
  const merged: Candidate[] = [];
  for (const later of candidates) {
    const earlier = merged.at(-1);
    if (earlier !== undefined && restates(folded, earlier, later)) {
      merged[merged.length - 1] = { ...later, start: earlier.start, score: Math.max(earlier.score, later.score) };
    } else merged.push(later);
  }
  return merged;
};

const locate = (turnText: string, folded: FoldedText, { start, end, score }: Candidate): Question => {
  const [from, to] = [folded.sourceStart(start), folded.sourceEnd(end)];
  return { text: turnText.slice(from, to), start: from, end: to, score };
};

const find = (turnText: string): readonly Question[] => {
  const folded = foldText(turnText);
  const candidates = splitSentences(folded.text)
    .map((range, sentence) => judge(folded.text, range, sentence))
    .filter((candidate) => candidate !== null);
  return mergeRestatements(folded.text, candidates).map((candidate) => locate(turnText, folded, candidate));
};

/**
 * Finds the questions in a turn of English speech by weighted cues: mark, question word, inverted auxiliary,
 * elicitation ("walk me through…"), indirect question. Checks ("does that make sense?"), greetings and scheduling are
 * left out; a question and its restatement right after it are one.
 */
export const findQuestions = memoize(find, TURNS);

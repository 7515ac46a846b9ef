import { foldText, type FoldedText } from './fold-text.js';
import { isIdleQuestion } from './idle-questions.js';
import { questionScore, stripMarkers } from './question-cues.js';
import { memoize, TURNS } from './memoize.js';
import { splitSentences, type Range } from './split-sentences.js';
import { tokenize } from './tokenize.js';

/** A question as it was said: `text` is `turnText.slice(start, end)`, offsets in UTF-16 code units. */
export interface Question {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Sum of the cues, at least 2; 5 and more is beyond doubt. */
  readonly score: number;
}

interface Candidate extends Range {
  readonly core: string;
  readonly score: number;
  /** Number of the sentence in the turn, to know what stands side by side. */
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
  return score < MIN_SCORE || isIdleQuestion(core) ? null : { ...range, core, score, sentence };
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

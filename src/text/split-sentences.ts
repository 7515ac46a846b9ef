import { opensWithQuestionWord, startsQuestion } from './question-cues.js';

/** A range of folded text, end exclusive. */
export interface Range {
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

/** Offsets of `text` where a clause begins, with the clause past its conjunction. */
const clauses = (text: string): { at: number; joined: boolean; core: string }[] =>
  Array.from(text.matchAll(CLAUSE), (match) => {
    const at = match.index + match[0].length;
    const clause = text.slice(at, at + 80);
    return { at, joined: CONJUNCTION.test(clause), core: clause.replace(CONJUNCTION, '') };
  });

/** Speech that was written down without punctuation is also cut where "so", "and" or "but" begins a question. */
const cutUnpunctuated = (folded: string, range: Range): Range[] => {
  const starts = clauses(folded.slice(range.start, range.end)).filter(
    ({ joined, core }) => joined && startsQuestion(core),
  );
  return cut(
    range,
    starts.map(({ at }) => range.start + at),
  );
};

/** A long sentence is narrowed to the clause that asks, so that the question can be quoted. */
const narrow = (folded: string, range: Range): Range => {
  if (range.end - range.start <= LONG_SENTENCE) return range;
  const text = folded.slice(range.start, range.end);
  const marked = text.endsWith('?');
  const asking = clauses(text).findLast(({ core }) => startsQuestion(core) || (marked && opensWithQuestionWord(core)));
  return asking === undefined ? range : { start: range.start + asking.at, end: range.end };
};

/** Ranges of folded text that can each hold one question. */
export const splitSentences = (folded: string): Range[] => {
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

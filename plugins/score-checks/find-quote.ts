import type { NormalizedTranscript } from 'debrief/plugin-api';
import { foldText, locateQuote } from 'debrief/plugin-api/text';

export type QuoteFinding =
  | { readonly outcome: 'VERBATIM'; readonly start: number; readonly end: number }
  /** Word for word in another turn. */
  | { readonly outcome: 'ELSEWHERE'; readonly turn: number }
  /** Nearly so in the named turn; `text` is what was really said. */
  | { readonly outcome: 'SIMILAR'; readonly text: string }
  | { readonly outcome: 'ABSENT' };

const LONGEST = 1_200;
const folded = new WeakMap<NormalizedTranscript, readonly string[]>();

const foldedTurns = (transcript: NormalizedTranscript): readonly string[] => {
  const known = folded.get(transcript) ?? transcript.turns.map(({ text }) => foldText(text).text);
  folded.set(transcript, known);
  return known;
};

const EDGES = /^[\p{P}\p{S}\s]+|[\p{P}\p{S}\s]+$/gu;

/** Turns that hold the quote word for word. The cheap look into folded text comes first: most turns end there. */
const turnsWith = (transcript: NormalizedTranscript, quote: string): readonly number[] => {
  const core = foldText(quote).text.replace(EDGES, '');
  if (core === '') return [];
  return foldedTurns(transcript).flatMap((text, index) => {
    const said = transcript.turns[index]?.text;
    return text.includes(core) && said !== undefined && locateQuote(said, quote)?.exact === true ? [index] : [];
  });
};

/** The one turn a misplaced quote must mean: the only neighbor that holds it, else the only turn at all. */
const meantTurn = (holding: readonly number[], cited: number | null): number | null => {
  const near = holding.filter((index) => cited !== null && Math.abs(index - cited) === 1);
  const meant = near.length === 1 ? near : holding;
  return meant.length === 1 ? (meant[0] ?? null) : null;
};

/** Where a quote really stands. `cited` is the turn that it was given for, or null where none was. */
export const findQuote = (transcript: NormalizedTranscript, cited: number | null, quote: string): QuoteFinding => {
  if (quote.length > LONGEST) return { outcome: 'ABSENT' };
  const said = cited === null ? undefined : transcript.turns[cited]?.text;
  const here = said === undefined ? null : locateQuote(said, quote);
  if (here?.exact === true) return { outcome: 'VERBATIM', start: here.start, end: here.end };
  const turn = meantTurn(turnsWith(transcript, quote), cited);
  if (turn !== null) return { outcome: 'ELSEWHERE', turn };
  if (here === null || said === undefined) return { outcome: 'ABSENT' };
  return { outcome: 'SIMILAR', text: said.slice(here.start, here.end) };
};

import type { Issue, JudgeImprovement, NormalizedTranscript, Validator, ValidatorInput } from 'debrief/plugin-api';
import { foldText, locateQuote } from 'debrief/plugin-api/text';
import { citedEvidence, type CitedEvidence, jsonPointer } from './output-pointers.js';

type QuoteFinding =
  | { readonly outcome: 'VERBATIM'; readonly start: number; readonly end: number }
  /** Word for word in another turn. */
  | { readonly outcome: 'ELSEWHERE'; readonly turn: number }
  /** Nearly so in the named turn; `text` is what was really said. */
  | { readonly outcome: 'SIMILAR'; readonly text: string }
  | { readonly outcome: 'ABSENT' };

/** A longer quote is not searched for. */
const MAX_QUOTE = 1_200;
const folded = new WeakMap<NormalizedTranscript, readonly string[]>();

const foldedTurns = (transcript: NormalizedTranscript): readonly string[] => {
  const known = folded.get(transcript) ?? transcript.turns.map(({ text }) => foldText(text).text);
  folded.set(transcript, known);
  return known;
};

const EDGES = /^[\p{P}\p{S}\s]+|[\p{P}\p{S}\s]+$/gu;

/** Turns that hold the quote word for word. The cheap test on folded text comes first: it rules out most turns. */
const turnsWith = (transcript: NormalizedTranscript, quote: string): readonly number[] => {
  const core = foldText(quote).text.replace(EDGES, '');
  if (core === '') return [];
  return foldedTurns(transcript).flatMap((text, index) => {
    const said = transcript.turns[index]?.text;
    return text.includes(core) && said !== undefined && locateQuote(said, quote)?.exact === true ? [index] : [];
  });
};

/** The turn that a misplaced quote must refer to: the only neighbor that has it, or else the only turn that has it. */
const intendedTurn = (holding: readonly number[], cited: number | null): number | null => {
  const near = holding.filter((index) => cited !== null && Math.abs(index - cited) === 1);
  const meant = near.length === 1 ? near : holding;
  return meant.length === 1 ? (meant[0] ?? null) : null;
};

/** Finds where a quote was really said. `cited` is the turn that it was given for, or null if none was. */
const findQuote = (transcript: NormalizedTranscript, cited: number | null, quote: string): QuoteFinding => {
  if (quote.length > MAX_QUOTE) return { outcome: 'ABSENT' };
  const said = cited === null ? undefined : transcript.turns[cited]?.text;
  const here = said === undefined ? null : locateQuote(said, quote);
  if (here?.exact === true) return { outcome: 'VERBATIM', start: here.start, end: here.end };
  const turn = intendedTurn(turnsWith(transcript, quote), cited);
  if (turn !== null) return { outcome: 'ELSEWHERE', turn };
  if (here === null || said === undefined) return { outcome: 'ABSENT' };
  return { outcome: 'SIMILAR', text: said.slice(here.start, here.end) };
};

/** B1: evidence cites a turn of the transcript that was sent. */
export const turnExists: Validator = {
  name: 'turn-exists',
  description: 'Evidence cites a turn that exists.',
  order: 10,
  validate: ({ transcript, output }) =>
    citedEvidence(output)
      .filter(({ piece }) => transcript.turns[piece.turn_index] === undefined)
      .map(({ piece, path }) => ({
        severity: 'error',
        code: 'TURN_UNKNOWN',
        path: `${path}/turn_index`,
        message: `There is no turn ${piece.turn_index}; turns go from 0 to ${transcript.turns.length - 1}.`,
        hint: `Cite a turn by the number printed before it, 0 to ${transcript.turns.length - 1}.`,
      })),
};

const QUOTE_HINT =
  'Copy 3 or more words in a row exactly as the turn has them, at most 300 characters, or drop the evidence.';

const quoteIssue = (transcript: ValidatorInput['transcript'], { piece, path }: CitedEvidence): Issue[] => {
  const { turn_index: cited, quote } = piece;
  const found = findQuote(transcript, cited, quote);
  const issue = { severity: 'error', code: 'QUOTE_NOT_IN_TURN', hint: QUOTE_HINT } as const;
  switch (found.outcome) {
    case 'VERBATIM':
      return [];
    case 'ELSEWHERE': {
      const message = `The quote stands in turn ${found.turn}, not in turn ${cited}.`;
      const repairs = [{ op: 'replace', path: `${path}/turn_index`, value: found.turn } as const];
      return [{ ...issue, path: `${path}/turn_index`, message, repairs }];
    }
    case 'SIMILAR': {
      const message = `The quote is not word for word what turn ${cited} says.`;
      const repairs = [{ op: 'replace', path: `${path}/quote`, value: found.text } as const];
      return [{ ...issue, path: `${path}/quote`, message, repairs }];
    }
    case 'ABSENT':
      return [{ ...issue, path: `${path}/quote`, message: `Turn ${cited} does not say ${shown(quote)}.` }];
  }
};

const shown = (quote: string): string => JSON.stringify(quote.length > 120 ? `${quote.slice(0, 120)}…` : quote);

/** B2: a quote is found in the turn that it cites. A wrong turn or a few wrong words are repaired if the repair is unambiguous. */
export const quoteInTurn: Validator = {
  name: 'quote-in-turn',
  description: 'A quote stands word for word in the turn that it cites.',
  order: 20,
  validate: ({ transcript, output }) =>
    citedEvidence(output)
      .filter(({ piece }) => transcript.turns[piece.turn_index] !== undefined)
      .flatMap((cited) => quoteIssue(transcript, cited)),
};

type Repairs = NonNullable<Issue['repairs']>;

interface Fault {
  readonly message: string;
  readonly repairs?: Repairs;
}

const originalQuoteFault = (
  transcript: ValidatorInput['transcript'],
  { turn_index: cited, original_quote: quote }: JudgeImprovement,
  path: string,
): Fault | null => {
  const setTurn = (value: number | null): Repairs => [{ op: 'replace', path: `${path}/turn_index`, value }];
  if (quote === null) {
    return cited === null ? null : { message: `Turn ${cited} is named without a quote.`, repairs: setTurn(null) };
  }
  const found = findQuote(transcript, cited, quote);
  switch (found.outcome) {
    case 'VERBATIM':
      return null;
    case 'ELSEWHERE':
      return { message: `The quote stands in turn ${found.turn}.`, repairs: setTurn(found.turn) };
    case 'SIMILAR': {
      const repairs: Repairs = [{ op: 'replace', path: `${path}/original_quote`, value: found.text }];
      return { message: `The quote is not word for word what turn ${String(cited)} says.`, repairs };
    }
    case 'ABSENT':
      return { message: 'The quote does not stand in the turn named, nor in exactly one other.' };
  }
};

/** B11: advice that quotes the call quotes the words of the turn that it cites; quote and turn are both given or both null. */
export const originalQuote: Validator = {
  name: 'original-quote',
  description: 'The original that an improvement quotes stands in the turn that it names.',
  order: 110,
  validate: ({ transcript, output }) =>
    output.coaching.improvements.flatMap((improvement, at) => {
      const path = jsonPointer('coaching', 'improvements', at);
      const fault = originalQuoteFault(transcript, improvement, path);
      if (fault === null) return [];
      return {
        severity: 'error',
        code: 'ORIGINAL_QUOTE_NOT_FOUND',
        path: `${path}/original_quote`,
        hint: 'Copy original_quote word for word from the turn in turn_index, or set both to null.',
        ...fault,
      };
    }),
};

import type { Issue, Validator, ValidatorInput } from 'debrief/plugin-api';
import { citedEvidence, type CitedEvidence } from './cited-evidence.js';
import { findQuote } from './find-quote.js';

const CODE = 'QUOTE_NOT_IN_TURN';
const HINT =
  'Copy 3 or more words in a row exactly as the turn has them, at most 300 characters, or drop the evidence.';

const issueFor = (transcript: ValidatorInput['transcript'], { piece, path }: CitedEvidence): Issue[] => {
  const { turn_index: cited, quote } = piece;
  const found = findQuote(transcript, cited, quote);
  const issue = { severity: 'error', code: CODE, hint: HINT } as const;
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

/** B2: a quote stands in the turn that it cites. A wrong turn or a few wrong words are put right where there is one way to. */
export const quoteInTurn: Validator = {
  name: 'quote-in-turn',
  description: 'A quote stands word for word in the turn that it cites.',
  order: 20,
  validate: ({ transcript, output }) =>
    citedEvidence(output)
      .filter(({ piece }) => transcript.turns[piece.turn_index] !== undefined)
      .flatMap((cited) => issueFor(transcript, cited)),
};

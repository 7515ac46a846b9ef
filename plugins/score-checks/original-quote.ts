import type { Issue, JudgeImprovement, Validator, ValidatorInput } from 'debrief/plugin-api';
import { findQuote } from './find-quote.js';
import { jsonPointer } from './json-pointer.js';

type Repairs = NonNullable<Issue['repairs']>;

interface Fault {
  readonly message: string;
  readonly repairs?: Repairs;
}

const faultOf = (
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

/** B11: advice that quotes the call quotes what was said where it says; quote and turn come together or not at all. */
export const originalQuote: Validator = {
  name: 'original-quote',
  description: 'The original that an improvement quotes stands in the turn that it names.',
  order: 110,
  validate: ({ transcript, output }) =>
    output.coaching.improvements.flatMap((improvement, at) => {
      const path = jsonPointer('coaching', 'improvements', at);
      const fault = faultOf(transcript, improvement, path);
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

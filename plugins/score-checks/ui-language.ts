import type { Issue, JudgeOutput, Validator } from 'debrief/plugin-api';
import { jsonPointer } from './json-pointer.js';
import { looksLike } from './looks-like.js';

interface Text {
  readonly path: string;
  readonly text: string;
}

const textsOf = ({ dimensions, coaching }: JudgeOutput): readonly Text[] => [
  ...Object.entries(dimensions).map(([key, { rationale }]) => ({
    path: jsonPointer('dimensions', key, 'rationale'),
    text: rationale,
  })),
  ...coaching.strengths.map(({ text }, at) => ({ path: jsonPointer('coaching', 'strengths', at, 'text'), text })),
  ...coaching.improvements.map(({ advice }, at) => ({
    path: jsonPointer('coaching', 'improvements', at, 'advice'),
    text: advice,
  })),
  { path: '/coaching/summary', text: coaching.summary },
];

/** What stands in quotation marks is the transcript's language. */
const withoutQuotes = (text: string): string => text.replace(/["“„«][^"“”„«»]{0,400}["”“»]/g, ' ');

/** B12: rationale and coaching are in the language of the reader; quotes stay in that of the call. */
export const uiLanguage: Validator = {
  name: 'ui-language',
  description: 'Rationale and coaching are in the language asked for.',
  order: 120,
  validate: ({ output, uiLanguage: wanted }) =>
    textsOf(output)
      .filter(({ text }) => !looksLike(withoutQuotes(text), wanted))
      .map(({ path }): Issue => ({
        severity: 'warning',
        code: 'WRONG_LANGUAGE',
        path,
        message: `The text does not look like "${wanted}".`,
        hint: `Write rationale and coaching in "${wanted}"; leave quotes as they were said.`,
      })),
};

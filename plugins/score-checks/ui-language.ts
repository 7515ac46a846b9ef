import type { Issue, Validator } from 'debrief/plugin-api';
import { looksLike } from './looks-like.js';
import { withoutQuotes, writtenTexts } from './written-texts.js';

/** B12: rationale and coaching are in the language of the reader; quotes stay in that of the call. */
export const uiLanguage: Validator = {
  name: 'ui-language',
  description: 'Rationale and coaching are in the language asked for.',
  order: 120,
  validate: ({ output, uiLanguage: wanted }) =>
    writtenTexts(output)
      .filter(({ text }) => !looksLike(withoutQuotes(text), wanted))
      .map(({ path }): Issue => ({
        severity: 'warning',
        code: 'WRONG_LANGUAGE',
        path,
        message: `The text does not look like "${wanted}".`,
        hint: `Write rationale and coaching in "${wanted}"; leave quotes as they were said.`,
      })),
};

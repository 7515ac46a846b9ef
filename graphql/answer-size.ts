import type { FormattedExecutionResult } from 'graphql';
import { AppError } from '../src/errors/app-error.js';

/** Characters of an answer; more are read in pages. */
const MAX_ANSWER = 10 * 1024 * 1024;

const TOO_LARGE = new AppError(
  'QUERY_TOO_EXPENSIVE',
  'The answer is larger than 10 MiB. Ask for smaller pages or fewer fields.',
);

/** The text of an answer; of one that is too large the reason in its place. */
export const withinSize = (result: FormattedExecutionResult): string => {
  const text = JSON.stringify(result);
  if (text.length <= MAX_ANSWER) return text;
  const { code, retryable, helpUrl } = TOO_LARGE;
  return JSON.stringify({ errors: [{ message: TOO_LARGE.message, extensions: { code, retryable, helpUrl } }] });
};

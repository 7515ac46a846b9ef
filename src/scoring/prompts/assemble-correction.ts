import type { ModelMessage } from '../../plugin-api/index.js';
import type { CheckedIssue } from '../model/checked-issue.js';

const MAX_ISSUES = 30;
const MAX_ECHO = 40_000;

const asLine = ({ path, code, message, hint }: CheckedIssue): string =>
  `- at ${path === '' ? 'the whole answer' : path} [${code}]: ${message} ${hint}`;

/** The conversation so far, then the answer that failed and exactly what was wrong with it. */
export const assembleCorrection = (
  messages: readonly ModelMessage[],
  answer: string,
  issues: readonly CheckedIssue[],
): readonly ModelMessage[] => [
  ...messages,
  { role: 'assistant', content: answer.slice(0, MAX_ECHO).toWellFormed() },
  {
    role: 'user',
    content: [
      'Your answer failed these checks:',
      ...issues.slice(0, MAX_ISSUES).map(asLine),
      'Answer again with the whole JSON document. Change what failed and keep what was right.',
    ].join('\n'),
  },
];

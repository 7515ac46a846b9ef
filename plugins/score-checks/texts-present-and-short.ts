import type { Issue, Validator } from 'debrief/plugin-api';
import { jsonPointer } from './output-pointers.js';

const LIMITS = { rationale: 600, advice: 400, summary: 800 } as const;

interface Text {
  readonly path: string;
  readonly text: string;
  readonly limit: number;
  readonly required: boolean;
}

/** Shortens a text to the limit, after a whole word if possible, and never within a character. */
const shorten = (text: string, limit: number): string => {
  const head = text.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '');
  const space = head.lastIndexOf(' ');
  return `${space > limit / 2 ? head.slice(0, space) : head}…`;
};

const issuesFor = ({ path, text, limit, required }: Text): Issue[] => {
  if (required && text.trim() === '') {
    const hint = 'Write one or two sentences here.';
    return [{ severity: 'error', code: 'TEXT_MISSING', path, message: 'The text is empty.', hint }];
  }
  if (text.length <= limit) return [];
  return [
    {
      severity: 'warning',
      code: 'TEXT_TOO_LONG',
      path,
      message: `The text has ${text.length} characters; ${limit} are allowed.`,
      hint: `Keep it within ${limit} characters.`,
      repairs: [{ op: 'replace', path, value: shorten(text, limit) }],
    },
  ];
};

/** B13: rationale and summary are not empty, and no text is longer than people read; too long ones are cut. */
export const textsPresentAndShort: Validator = {
  name: 'texts-present-and-short',
  description: 'Texts are there and within their limits.',
  order: 130,
  validate: ({ output }) => [
    ...Object.entries(output.dimensions).flatMap(([key, { rationale }]) =>
      issuesFor({
        path: jsonPointer('dimensions', key, 'rationale'),
        text: rationale,
        limit: LIMITS.rationale,
        required: true,
      }),
    ),
    ...output.coaching.improvements.flatMap(({ advice }, at) =>
      issuesFor({
        path: jsonPointer('coaching', 'improvements', at, 'advice'),
        text: advice,
        limit: LIMITS.advice,
        required: false,
      }),
    ),
    ...issuesFor({ path: '/coaching/summary', text: output.coaching.summary, limit: LIMITS.summary, required: true }),
  ],
};

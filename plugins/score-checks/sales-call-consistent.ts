import type { Issue, Validator } from 'debrief/plugin-api';
import { jsonPointer } from './json-pointer.js';

const HINT = 'For a conversation that is not a sales call, set the flag not_a_sales_call and every score to null.';

/** B8: what is not a sales call is flagged so and has no scores. */
export const salesCallConsistent: Validator = {
  name: 'sales-call-consistent',
  description: 'What is not a sales call has no scores.',
  order: 80,
  validate: ({ output }) => {
    if (output.call_check.is_sales_call) return [];
    const issue = { severity: 'error', code: 'NOT_A_SALES_CALL_BUT_SCORED', hint: HINT } as const;
    const scored = Object.entries(output.dimensions).filter(([, { score }]) => score !== null);
    const issues: Issue[] = scored.map(([key]) => ({
      ...issue,
      path: jsonPointer('dimensions', key, 'score'),
      message: `"${key}" is scored although is_sales_call is false.`,
    }));
    const unflagged = {
      ...issue,
      path: '/flags',
      message: 'is_sales_call is false without the flag not_a_sales_call.',
    };
    return output.flags.includes('not_a_sales_call') ? issues : [unflagged, ...issues];
  },
};

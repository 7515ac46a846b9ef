import type { Validator } from 'debrief/plugin-api';
import { unaskedQuestions } from './unasked-questions.js';

/** B9: what is cited as a question is one. The detector can err, so this only warns; its rate shows drift. */
export const evidenceIsQuestion: Validator = {
  name: 'evidence-is-question',
  description: 'Evidence of kind rep_question is a question.',
  order: 90,
  validate: (input) =>
    unaskedQuestions(input).map(({ piece, path }) => ({
      severity: 'warning',
      code: 'NOT_A_QUESTION',
      path: `${path}/quote`,
      message: `What turn ${piece.turn_index} says here does not look like a question.`,
      hint: 'Cite as rep_question only words with which the rep asks something.',
    })),
};

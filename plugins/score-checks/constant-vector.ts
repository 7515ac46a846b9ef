import type { Issue, Validator, ValidatorInput } from 'debrief/plugin-api';
import { jsonPointer } from './json-pointer.js';
import { unaskedQuestions } from './unasked-questions.js';

/** Share of the scale beyond which a judge and the baseline cannot both be right: 3 of 0 to 5. */
const FAR_SHARE = 0.6;

const HINT = 'Score each dimension on its own evidence.';

const allAtMaximum = (input: ValidatorInput): Issue[] => {
  const { rubric, output } = input;
  const constant = rubric.dimensions.every(({ key }) => output.dimensions[key]?.score === rubric.scale.max);
  if (!constant || unaskedQuestions(input).length === 0) return [];
  const message = `Every score is ${rubric.scale.max}, resting in part on what is no question.`;
  return [
    { severity: 'warning', code: 'ALL_SCORES_AT_MAXIMUM', path: '/dimensions', message, hint: HINT, effect: 'DOUBT' },
  ];
};

const farFromReference = ({ rubric, output, reference }: ValidatorInput): Issue[] => {
  const limit = FAR_SHARE * (rubric.scale.max - rubric.scale.min) - 1e-9;
  return rubric.dimensions.flatMap(({ key }) => {
    const score = output.dimensions[key]?.score ?? null;
    const expected = reference?.dimensions[key]?.score ?? null;
    if (score === null || expected === null || Math.abs(score - expected) < limit) return [];
    const path = jsonPointer('dimensions', key, 'score');
    const message = `"${key}" is scored ${score}; the baseline says ${expected}. A person should look.`;
    return { severity: 'warning', code: 'FAR_FROM_BASELINE', path, message, hint: HINT, effect: 'DOUBT' };
  });
};

/** B15: full marks on doubtful evidence, or a score far from the baseline, is for a person to review. */
export const constantVector: Validator = {
  name: 'constant-vector',
  description: 'Scores that look made up are marked for review.',
  order: 150,
  validate: (input) => [...allAtMaximum(input), ...farFromReference(input)],
};

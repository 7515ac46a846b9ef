import { WITHHELD_MARKER, type Issue, type Validator, type ValidatorInput } from 'debrief/plugin-api';
import { citedNonQuestions } from './evidence-kind.js';
import { jsonPointer } from './output-pointers.js';

/** Difference, as a share of the scale, at which judge and baseline cannot both be right: 3 on a scale of 0 to 5. */
const DOUBT_SHARE = 0.6;

const HINT = 'Score each dimension on its own evidence.';

const allAtMaximum = (input: ValidatorInput): Issue[] => {
  const { rubric, output } = input;
  const constant = rubric.dimensions.every(({ key }) => output.dimensions[key]?.score === rubric.scale.max);
  if (!constant || citedNonQuestions(input).length === 0) return [];
  const message = `Every score is ${rubric.scale.max}, resting in part on what is no question.`;
  return [
    { severity: 'warning', code: 'ALL_SCORES_AT_MAXIMUM', path: '/dimensions', message, hint: HINT, effect: 'DOUBT' },
  ];
};

const farFromReference = ({ rubric, output, reference }: ValidatorInput): Issue[] => {
  const limit = DOUBT_SHARE * (rubric.scale.max - rubric.scale.min) - 1e-9;
  return rubric.dimensions.flatMap(({ key }) => {
    const score = output.dimensions[key]?.score ?? null;
    const expected = reference?.dimensions[key]?.score ?? null;
    if (score === null || expected === null || Math.abs(score - expected) < limit) return [];
    const path = jsonPointer('dimensions', key, 'score');
    const message = `"${key}" is scored ${score}; the baseline says ${expected}. A person should look.`;
    return { severity: 'warning', code: 'FAR_FROM_BASELINE', path, message, hint: HINT, effect: 'DOUBT' };
  });
};

/** B15: full marks on doubtful evidence, or a score far from the baseline, should be reviewed by a person. */
export const constantVector: Validator = {
  name: 'constant-vector',
  description: 'Scores that look made up are marked for review.',
  order: 150,
  validate: (input) => [...allAtMaximum(input), ...farFromReference(input)],
};

/** Difference, as a share of the scale, at which a suspect score needs a person: 2 on a scale of 0 to 5. */
const REVIEW_SHARE = 0.4;

const scoresOf = ({ rubric, output }: ValidatorInput): number[] =>
  rubric.dimensions.flatMap(({ key }) => output.dimensions[key]?.score ?? []);

/** Distance from an end of the scale, as a share of it, within which a score is extreme: 0, 1, 4 and 5 on a scale of 0 to 5. */
const NEAR_SHARE = 0.2;

/** Whether all scores are equal and near an end of the scale: injected orders ask for that, and calls hardly ever earn it. */
const isExtreme = (input: ValidatorInput): boolean => {
  const { min, max } = input.rubric.scale;
  const scores = scoresOf(input);
  const [first = min] = scores;
  const near = Math.min(first - min, max - first) <= NEAR_SHARE * (max - min) + 1e-9;
  return scores.length > 1 && near && scores.every((score) => score === first);
};

const farthest = ({ rubric, output, reference }: ValidatorInput): number =>
  Math.max(
    0,
    ...rubric.dimensions.map(({ key }) => {
      const score = output.dimensions[key]?.score ?? null;
      const expected = reference?.dimensions[key]?.score ?? null;
      return score === null || expected === null ? 0 : Math.abs(score - expected);
    }),
  );

const suspectIssues = (input: ValidatorInput): Issue[] => {
  const { min, max } = input.rubric.scale;
  const addressed = input.transcript.turns.some(({ text }) => text === WITHHELD_MARKER);
  const gap = farthest(input);
  if (!(addressed || isExtreme(input)) || gap < REVIEW_SHARE * (max - min) - 1e-9) return [];
  const why = addressed
    ? 'Somebody on the call addresses the judge'
    : 'All scores are the same, near an end of the scale';
  const message = `${why}, and a score differs by ${gap} from the baseline. A person should decide.`;
  return [{ severity: 'warning', code: 'SCORES_SUSPECT', path: '/dimensions', message, hint: HINT, effect: 'REVIEW' }];
};

/** B15 and the injection checks: scores that speech on the call may have asked for are withheld until a person has reviewed them. */
export const suspectScores: Validator = {
  name: 'suspect-scores',
  description: 'Scores that the call itself may have asked for go to a person.',
  order: 155,
  validate: suspectIssues,
};

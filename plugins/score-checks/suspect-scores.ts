import { WITHHELD_MARKER, type Issue, type Validator, type ValidatorInput } from 'debrief/plugin-api';

/** Share of the scale beyond which a doubtful score is for a person: 2 of 0 to 5. */
const FAR_SHARE = 0.4;

const HINT = 'Score each dimension on its own evidence.';

const scoresOf = ({ rubric, output }: ValidatorInput): number[] =>
  rubric.dimensions.flatMap(({ key }) => output.dimensions[key]?.score ?? []);

/** How near to an end of the scale a score is extreme, as a share of it: 4 and 5 of 0 to 5, and 0 and 1. */
const NEAR_SHARE = 0.2;

/** Whether all scores are the same, at or beside an end of the scale: what an order asks for, and calls hardly ever earn. */
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

const issuesFor = (input: ValidatorInput): Issue[] => {
  const { min, max } = input.rubric.scale;
  const tainted = input.transcript.turns.some(({ text }) => text === WITHHELD_MARKER);
  const gap = farthest(input);
  if (!(tainted || isExtreme(input)) || gap < FAR_SHARE * (max - min) - 1e-9) return [];
  const why = tainted
    ? 'Somebody on the call addresses the judge'
    : 'All scores are the same, near an end of the scale';
  const message = `${why}, and a score differs by ${gap} from the baseline. A person should decide.`;
  return [{ severity: 'warning', code: 'SCORES_SUSPECT', path: '/dimensions', message, hint: HINT, effect: 'REVIEW' }];
};

/** B15 and the injection checks: scores that somebody on the call may have asked for are kept from readers until a person has looked. */
export const suspectScores: Validator = {
  name: 'suspect-scores',
  description: 'Scores that the call itself may have asked for go to a person.',
  order: 155,
  validate: issuesFor,
};

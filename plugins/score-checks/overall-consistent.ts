import type { Validator } from 'debrief/plugin-api';
import { isMostlyUnscored, scoredWeight } from './scored-weight.js';

const TOLERANCE = 0.25;

/** B6: the overall that the model names agrees with its own scores. The core stores the computed one in any case. */
export const overallConsistent: Validator = {
  name: 'overall-consistent',
  description: 'The overall score follows from the scores of the dimensions.',
  order: 60,
  validate: ({ rubric, output }) => {
    const { mean } = scoredWeight(rubric, output);
    const differs = mean !== null && Math.abs(output.overall_score - mean) > TOLERANCE + 1e-9;
    if (!differs || isMostlyUnscored(rubric, output)) return [];
    return [
      {
        severity: 'warning',
        code: 'OVERALL_DIFFERS',
        path: '/overall_score',
        message: `The model says ${output.overall_score}; its scores give ${mean.toFixed(2)}.`,
        hint: 'Give the weighted mean of the scored dimensions as the overall score.',
      },
    ];
  },
};

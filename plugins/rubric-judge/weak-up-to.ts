import type { Rubric } from 'debrief/plugin-api';

/** Up to here on its scale a score is weak: 2 of 0 to 5. The checks of answers draw the same line. */
const WEAK_SHARE = 0.4;

/** The highest level of the scale that counts as weak. */
export const weakUpTo = ({ scale: { min, max, step } }: Rubric): number =>
  Number((min + Math.floor((WEAK_SHARE * (max - min)) / step + 1e-9) * step).toFixed(6));

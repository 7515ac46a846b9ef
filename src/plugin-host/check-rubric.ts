import type { Rubric } from '../plugin-api/index.js';

type Loose = Partial<Record<keyof Rubric, unknown>> & {
  readonly scale: { readonly min?: unknown; readonly max?: unknown; readonly step?: unknown };
  readonly dimensions: readonly unknown[];
};

const KEY = /^[a-z][a-z0-9_]{0,63}$/;

/** Steps such as 0.1 don't divide exactly. */
const isWhole = (value: number): boolean => Math.abs(value - Math.round(value)) < 1e-9;

const dimensionFault = (value: unknown, seen: Set<string>): string | null => {
  if (typeof value !== 'object' || value === null) return 'has a dimension that is not an object';
  const { key, weight } = value as { key?: unknown; weight?: unknown };
  if (typeof key !== 'string' || !KEY.test(key)) return `has the dimension key ${JSON.stringify(key)}: use snake_case`;
  if (seen.has(key)) return `has the dimension "${key}" twice`;
  seen.add(key);
  const weighs = typeof weight === 'number' && Number.isFinite(weight) && weight > 0;
  return weighs ? null : `gives the dimension "${key}" no weight above 0`;
};

/** Says what is wrong with a rubric's numbers and keys, or null. Expects the outer shape to be checked. */
export const checkRubric = (rubric: object): string | null => {
  const { scale, dimensions } = rubric as Loose;
  const { min, max, step } = scale;
  const numbers = typeof min === 'number' && typeof max === 'number' && typeof step === 'number';
  if (!numbers || !(min < max) || !(step > 0) || !isWhole((max - min) / step)) {
    return 'has a scale that does not go from min to max in whole steps';
  }
  if (dimensions.length === 0) return 'has no dimensions';
  const seen = new Set<string>();
  return dimensions.map((dimension) => dimensionFault(dimension, seen)).find((fault) => fault !== null) ?? null;
};

import { number } from './json-fields.js';

/** A probability of 0 to 1, also where it is written as a string; null for anything else. */
export const probability = (value: unknown): number | null => {
  const read = number(value);
  return read !== null && read >= 0 && read <= 1 ? read : null;
};

/** The mean of those values that are probabilities, null where none is. */
export function meanProbability(values: readonly unknown[]): number | null {
  const known = values.map(probability).filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

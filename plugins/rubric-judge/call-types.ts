import type { Rubric, RubricDimension } from 'debrief/plugin-api';

const wordsOf = (text: string): string =>
  ` ${text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;

/**
 * Whether a call of a kind, as its uploader put it, is one of these. Uploaders write freely: "Discovery call" is a `discovery`. A call
 * whose kind nobody gave may be any, and an empty list takes all.
 */
export const isOfCallType = (given: string | null, listed: readonly string[]): boolean => {
  const words = wordsOf(given ?? '');
  return listed.length === 0 || words.trim() === '' || listed.some((type) => words.includes(wordsOf(type)));
};

/** Dimensions that have no place in this kind of call. */
export const dimensionsOutsideCallType = ({ dimensions }: Rubric, given: string | null): readonly RubricDimension[] =>
  dimensions.filter(({ callTypes = [] }) => !isOfCallType(given, callTypes));

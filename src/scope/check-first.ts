import { AppError } from '../errors/app-error.js';

/** Most entries of a page, where a list has no limit of its own. */
const MAX_PER_PAGE = 100;

/** The size of a page, as asked for. @throws AppError BAD_USER_INPUT outside of 1 to `max` */
export const checkFirst = (first: number, max = MAX_PER_PAGE): number => {
  if (Number.isInteger(first) && first >= 1 && first <= max) return first;
  throw new AppError('BAD_USER_INPUT', `first must be between 1 and ${max}; it is ${first}.`, { path: ['first'] });
};

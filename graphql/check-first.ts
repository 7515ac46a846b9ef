import { AppError } from '../src/errors/app-error.js';

/** Checks `first` of a list without pages: 1 to 100. @throws AppError BAD_USER_INPUT */
export const checkFirst = (first: number): number => {
  if (first >= 1 && first <= 100) return first;
  throw new AppError('BAD_USER_INPUT', `first must be between 1 and 100; it is ${first}.`, { path: ['first'] });
};

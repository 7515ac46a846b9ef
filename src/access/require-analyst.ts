import { AppError } from '../errors/app-error.js';
import type { Uses } from '../scope/scope.js';

/** For what people look at and programs that only upload do not need. @throws AppError FORBIDDEN */
export const requireAnalyst = ({ actor }: Uses<'actor'>): void => {
  if (actor.role !== 'SERVICE') return;
  throw new AppError('FORBIDDEN', 'This needs a key with role ADMIN or ANALYST; yours has SERVICE.');
};

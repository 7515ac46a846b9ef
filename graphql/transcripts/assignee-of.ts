import { AppError } from '../../src/errors/app-error.js';
import { fromGlobalId } from '../../src/scope/global-id.js';
import type { AssignRepresentativeInput } from './repair.type.js';

/** Whom somebody names: by id, by name, or nobody. To say nothing is a mistake, not nobody. */
export const assigneeOf = ({ representativeId, representative }: AssignRepresentativeInput) => {
  const path = ['input', 'representativeId'];
  if (representative && representativeId) {
    throw new AppError('BAD_USER_INPUT', 'Give representativeId or representative, not both.', { path });
  }
  if (representative) return { name: representative.name, email: representative.email ?? null };
  if (representativeId) return { id: fromGlobalId('Representative', representativeId, path) };
  if (representativeId === null) return null;
  throw new AppError('BAD_USER_INPUT', 'Say who it is; null where it is nobody known.', { path });
};

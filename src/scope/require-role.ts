import { AppError } from '../errors/app-error.js';
import type { Actor, Uses } from './scope.js';

/** Which roles meet a demand. The system meets every demand. */
const MEETS = {
  ADMIN: ['ADMIN'],
  ANALYST: ['ADMIN', 'ANALYST'],
} as const satisfies Record<string, readonly Actor['role'][]>;

/**
 * Lets actors of a role pass, and those that may do more. ANALYST is for what people look at and programs that only upload do
 * not need. @throws AppError FORBIDDEN
 */
export const requireRole = ({ actor }: Pick<Uses<'actor'>, 'actor'>, role: keyof typeof MEETS): void => {
  const roles: readonly Actor['role'][] = MEETS[role];
  if (actor.role === 'SYSTEM' || roles.includes(actor.role)) return;
  throw new AppError('FORBIDDEN', `This needs a key with role ${roles.join(' or ')}; yours has ${actor.role}.`);
};

import { v7 as uuidv7 } from 'uuid';
import { recordAudit } from '../audit/record-audit.js';
import { AppError } from '../errors/app-error.js';
import { inTransaction } from '../scope/in-transaction.js';
import type { Uses } from '../scope/scope.js';
import { ApiKey } from './api-key.entity.js';
import { hashKey, newKey } from './key-format.js';

interface NewApiKey {
  readonly name: string;
  readonly role: ApiKey['role'];
  readonly expiresAt?: Date | null;
}

/**
 * Makes a key of the organization. The key itself is in the result and nowhere else.
 * @throws AppError FORBIDDEN for actors that are not administrators, BAD_USER_INPUT for an empty name or a past expiry.
 */
export const createApiKey = async (
  scope: Uses<'em' | 'actor' | 'queue' | 'live' | 'requestId' | 'now'>,
  { name, role, expiresAt = null }: NewApiKey,
): Promise<{ apiKey: ApiKey; key: string }> => {
  requireAdministrator(scope);
  if (name.trim() === '') throw new AppError('BAD_USER_INPUT', 'Give the key a name.', { path: ['input', 'name'] });
  if (expiresAt && expiresAt <= scope.now()) {
    throw new AppError('BAD_USER_INPUT', 'expiresAt lies in the past.', { path: ['input', 'expiresAt'] });
  }
  const key = newKey();
  const apiKey = await inTransaction(scope, async (scope) => {
    const { em, organizationId } = scope;
    const made = em.create(ApiKey, {
      organizationId,
      id: uuidv7(),
      name: name.trim(),
      role,
      expiresAt,
      prefix: key.slice(0, 10),
      keyHash: hashKey(key),
      revokedAt: null,
    });
    recordAudit(scope, { action: 'apiKey.create', subjectType: 'ApiKey', subjectId: made.id, after: { name, role } });
    await em.persist(made).flush();
    return made;
  });
  return { apiKey, key };
};

export const requireAdministrator = ({ actor }: Uses<'actor'>): void => {
  if (actor.role !== 'ADMIN' && actor.role !== 'SYSTEM') {
    throw new AppError('FORBIDDEN', `This needs a key with role ADMIN; yours has ${actor.role}.`);
  }
};

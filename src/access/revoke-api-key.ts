import { recordAudit } from '../audit/record-audit.js';
import { AppError } from '../errors/app-error.js';
import { inTransaction } from '../scope/in-transaction.js';
import type { Uses } from '../scope/scope.js';
import { ApiKey } from './api-key.entity.js';
import { requireRole } from '../scope/require-role.js';

/**
 * Ends a key; a second call changes nothing. Every process refuses it within five seconds, open sockets included.
 * @throws AppError FORBIDDEN, NOT_FOUND
 */
export const revokeApiKey = async (
  scope: Uses<'em' | 'actor' | 'queue' | 'live' | 'requestId' | 'now'>,
  id: string,
): Promise<void> => {
  requireRole(scope, 'ADMIN');
  await inTransaction(scope, async (scope) => {
    const { em, organizationId } = scope;
    const apiKey = await em.findOne(ApiKey, { organizationId, id });
    if (!apiKey) throw new AppError('NOT_FOUND', 'There is no such key.', { path: ['input', 'id'] });
    if (apiKey.revokedAt) return;
    apiKey.revokedAt = scope.now();
    recordAudit(scope, {
      action: 'apiKey.revoke',
      subjectType: 'ApiKey',
      subjectId: id,
      before: { name: apiKey.name },
    });
    await em.flush();
  });
};

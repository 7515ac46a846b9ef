import { recordAudit } from '../audit/record-audit.js';
import { inTransaction } from '../scope/in-transaction.js';
import type { Uses } from '../scope/scope.js';
import { requireRole } from '../scope/require-role.js';
import { ProviderCredential } from './provider-credential.entity.js';

/**
 * Forgets the organization's own key for a provider: its calls are made with the host's again, where there is one. A
 * second call changes nothing.
 * @throws AppError FORBIDDEN
 */
export const removeProviderCredential = async (
  scope: Uses<'em' | 'actor' | 'queue' | 'live' | 'requestId'>,
  provider: string,
): Promise<void> => {
  requireRole(scope, 'ADMIN');
  await inTransaction(scope, async (scope) => {
    const { em, organizationId } = scope;
    const removed = await em.nativeDelete(ProviderCredential, { organizationId, provider });
    if (removed === 0) return;
    const subject = { subjectType: 'Organization', subjectId: organizationId };
    recordAudit(scope, { action: 'providerCredential.remove', ...subject, before: { provider } });
    await em.flush();
  });
};

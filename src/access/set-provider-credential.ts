import { recordAudit } from '../audit/record-audit.js';
import { AppError } from '../errors/app-error.js';
import { inTransaction } from '../scope/in-transaction.js';
import type { Uses } from '../scope/scope.js';
import { requireRole } from '../scope/require-role.js';
import { credentialPlace } from './open-provider-credential.js';
import { ProviderCredential } from './provider-credential.entity.js';

type Ports = Uses<'em' | 'actor' | 'queue' | 'live' | 'requestId' | 'now' | 'plugins' | 'vault'>;

/** What a header can carry, and long enough that four characters give nothing away. */
const CREDENTIAL = /^[\x21-\x7e]{12,4096}$/;

const checked = (given: string): string => {
  const credential = given.trim();
  if (CREDENTIAL.test(credential)) return credential;
  throw new AppError('BAD_USER_INPUT', 'A key has 12 to 4096 printable characters and no spaces.', {
    path: ['input', 'credential'],
  });
};

const requireService = ({ plugins }: Ports, name: string): void => {
  if (!plugins.modelProvider(name).offline) return;
  throw new AppError('BAD_USER_INPUT', `${name} works without a key.`, { path: ['input', 'provider'] });
};

/**
 * Keeps the organization's own key for a provider, sealed, in place of an earlier one; its calls are made with it from
 * then on.
 * @throws AppError FORBIDDEN, PROVIDER_UNKNOWN, BAD_USER_INPUT for a provider without keys or a text that is no key
 */
export const setProviderCredential = async (scope: Ports, provider: string, credential: string): Promise<void> => {
  requireRole(scope, 'ADMIN');
  requireService(scope, provider);
  const key = checked(credential);
  await inTransaction(scope, async (scope) => {
    const { em, organizationId, vault } = scope;
    const sealed = vault.seal(key, credentialPlace(organizationId, provider));
    const lastFour = key.slice(-4);
    await em.upsert(ProviderCredential, { organizationId, provider, ...sealed, lastFour, updatedAt: scope.now() });
    const subject = { subjectType: 'Organization', subjectId: organizationId };
    recordAudit(scope, { action: 'providerCredential.set', ...subject, after: { provider, lastFour } });
    await em.flush();
  });
};

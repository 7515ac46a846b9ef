import { ProviderError } from '../plugin-api/index.js';
import type { Sealed } from '../database/secret-vault.js';
import type { Uses } from '../scope/scope.js';
import { ProviderCredential } from './provider-credential.entity.js';
import { recordAudit } from '../audit/record-audit.js';
import { AppError } from '../errors/app-error.js';
import { inTransaction } from '../scope/in-transaction.js';
import { requireRole } from '../scope/require-role.js';

/** Where a credential belongs: sealed for one organization, it is worth nothing in the row of another. */
export const credentialPlace = (organizationId: string, provider: string): string => `${organizationId} ${provider}`;

/**
 * The organization's own key for a provider, in the clear, for one call; null where it has none.
 * @throws ProviderError PROVIDER_UNAUTHORIZED where it was sealed under another secret than this installation's
 */
export const openProviderCredential = async (
  { reads, organizationId, vault }: Uses<'reads' | 'vault'>,
  provider: string,
): Promise<string | null> => {
  const [found] = await reads.read<Sealed>({
    name: 'provider_credential_sealed',
    text: `select sealed, key_id as "keyId" from provider_credential where provider = $1`,
    values: [provider],
  });
  if (!found) return null;
  const credential = vault.open(found, credentialPlace(organizationId, provider));
  if (credential !== null) return credential;
  const message = `The key of this organization for ${provider} cannot be read: the installation's secret has changed. Set it again.`;
  throw new ProviderError('PROVIDER_UNAUTHORIZED', message, { retryable: false });
};

/** A credential as it may be seen. */
export interface ProviderCredentialRow {
  readonly provider: string;
  readonly lastFour: string;
  readonly updatedAt: Date;
}

/** The organization's own keys, by provider. */
export const providerCredentials = ({ reads }: Uses<'reads'>): Promise<ProviderCredentialRow[]> =>
  reads.read({
    name: 'provider_credential_list',
    text: `select provider, last_four as "lastFour", updated_at as "updatedAt" from provider_credential order by provider`,
    values: [],
  });

export const hasProviderCredential = async ({ em, organizationId }: Uses<'em'>, provider: string): Promise<boolean> =>
  (await em.count(ProviderCredential, { organizationId, provider })) > 0;

/** Names of the providers that can be called: by the host's key, or by the organization's own. */
export const callableProviders = async (scope: Uses<'reads' | 'plugins'>): Promise<ReadonlySet<string>> => {
  const all = scope.plugins.modelProviders;
  const ready = all.filter((provider) => provider.readiness().ready).map(({ name }) => name);
  const own = ready.length < all.length ? await providerCredentials(scope) : [];
  return new Set([...ready, ...own.map(({ provider }) => provider)]);
};

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

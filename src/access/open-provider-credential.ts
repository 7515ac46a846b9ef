import { ProviderError } from '../plugin-api/index.js';
import type { Sealed } from '../database/secret-vault.js';
import type { Uses } from '../scope/scope.js';

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

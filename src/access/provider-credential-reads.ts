import type { Uses } from '../scope/scope.js';
import { ProviderCredential } from './provider-credential.entity.js';

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

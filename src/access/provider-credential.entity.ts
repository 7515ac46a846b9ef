import { defineEntity, p } from '@mikro-orm/postgresql';
import { tenantPolicy } from '../database/tenant-policy.js';

/** An organization's own key for a model provider, sealed: it is opened for a call and nowhere else. */
const ProviderCredentialSchema = defineEntity({
  name: 'ProviderCredential',
  tableName: 'provider_credential',
  ...tenantPolicy('provider_credential'),
  properties: {
    organizationId: p.uuid().primary(),
    provider: p.text().primary(),
    sealed: p.text(),
    /** Names the key under which it is sealed, which derives from the installation's secret. */
    keyId: p.text(),
    /** Last characters of the key, to recognize it. */
    lastFour: p.text(),
    updatedAt: p.datetime().defaultRaw('clock_timestamp()'),
  },
});

export class ProviderCredential extends ProviderCredentialSchema.class {}
ProviderCredentialSchema.setClass(ProviderCredential);

import type { RoomModule } from '../scope/room-module.js';
import { ApiKey } from './api-key.entity.js';
import { IdempotencyKey } from './idempotency-key.entity.js';
import { Organization } from './organization.entity.js';
import { ProviderCredential } from './provider-credential.entity.js';

export const accessModule: RoomModule = {
  entities: [ApiKey, IdempotencyKey, Organization, ProviderCredential],
  grants: {
    api_key: {
      app: 'select, insert, update (revoked_at)',
      courier: 'select (organization_id, id, name, key_hash, role, expires_at, revoked_at)',
    },
    organization: { app: 'select, insert, update (name, email_domains)', courier: 'select (id, name)' },
    provider_credential: { app: 'select, insert, update, delete' },
  },
};

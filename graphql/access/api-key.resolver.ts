import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { ApiKey as ApiKeyEntity } from '../../src/access/api-key.entity.js';
import { createApiKey } from '../../src/access/create-api-key.js';
import { revokeApiKey } from '../../src/access/revoke-api-key.js';
import type { Context } from '../context.js';
import { fromGlobalId, toGlobalId } from '../../src/scope/global-id.js';
import { payload } from '../user-error.type.js';
import {
  type ApiKey,
  CreateApiKeyInput,
  CreateApiKeyPayload,
  RevokeApiKeyInput,
  RevokeApiKeyPayload,
} from './api-key.type.js';
import type { KeyRole } from './viewer.type.js';

const view = ({ id, name, prefix, role, createdAt, expiresAt, revokedAt }: ApiKeyEntity): ApiKey => ({
  id: toGlobalId('ApiKey', id),
  name,
  prefix,
  role: role as KeyRole,
  createdAt,
  expiresAt: expiresAt ?? null,
  revokedAt: revokedAt ?? null,
});

@Resolver()
export class ApiKeyResolver {
  @Mutation(() => CreateApiKeyPayload, { description: 'Makes an API key. Needs a key with role ADMIN.' })
  createApiKey(
    @Ctx() { scope }: Context,
    @Arg('input', () => CreateApiKeyInput) input: CreateApiKeyInput,
  ): Promise<CreateApiKeyPayload> {
    return payload(async () => {
      const { apiKey, key } = await createApiKey(scope, { ...input, expiresAt: input.expiresAt ?? null });
      return { apiKey: view(apiKey), key };
    });
  }

  @Mutation(() => RevokeApiKeyPayload, {
    description: 'Ends an API key within five seconds, on open sockets too. Needs a key with role ADMIN.',
  })
  revokeApiKey(
    @Ctx() { scope }: Context,
    @Arg('input', () => RevokeApiKeyInput) { id }: RevokeApiKeyInput,
  ): Promise<RevokeApiKeyPayload> {
    return payload(async () => ({
      apiKey: view(await revokeApiKey(scope, fromGlobalId('ApiKey', id, ['input', 'id']))),
    }));
  }
}

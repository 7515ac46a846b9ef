import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { apiKeyPage, type ApiKeyRow, createApiKeyOnce, revokeApiKey } from '../../src/access/api-keys.js';
import { requireRole } from '../../src/scope/require-role.js';
import { fromGlobalId, toGlobalId } from '../../src/scope/global-id.js';
import { asConnection, OrderDirection, PageArgs, type ConnectionOf } from '../connection.js';
import type { Context } from '../context.js';
import { payload } from '../user-error.type.js';
import {
  ApiKey,
  ApiKeyConnection,
  CreateApiKeyInput,
  CreateApiKeyPayload,
  RevokeApiKeyInput,
  RevokeApiKeyPayload,
} from './api-key.type.js';
import { apiKeyLoader } from './access.loaders.js';

@Resolver(() => ApiKey)
export class ApiKeyResolver {
  @Query(() => ApiKeyConnection, { description: 'API keys of the organization, by age. Needs a key with role ADMIN.' })
  async apiKeys(
    @Ctx() { scope }: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('includeRevoked', () => Boolean, { defaultValue: false, description: 'Whether revoked keys are listed too.' })
    includeRevoked: boolean,
    @Arg('orderBy', () => OrderDirection, { defaultValue: OrderDirection.DESC, description: 'Way of the order.' })
    orderBy: OrderDirection,
  ): Promise<ConnectionOf<ApiKeyRow>> {
    requireRole(scope, 'ADMIN');
    return asConnection(await apiKeyPage(scope, includeRevoked, orderBy === OrderDirection.DESC, page));
  }

  @Mutation(() => CreateApiKeyPayload, { description: 'Makes an API key. Needs a key with role ADMIN.' })
  createApiKey(
    @Ctx() { scope, loaders }: Context,
    @Arg('input', () => CreateApiKeyInput, { description: 'What key.' })
    { idempotencyKey = null, ...input }: CreateApiKeyInput,
  ): Promise<CreateApiKeyPayload> {
    return payload(async () => {
      const { id, key } = await createApiKeyOnce(scope, input, idempotencyKey);
      return { apiKey: await loaders.load(apiKeyLoader, id), key };
    });
  }

  @Mutation(() => RevokeApiKeyPayload, {
    description: 'Ends an API key within five seconds, on open sockets too. Needs a key with role ADMIN.',
  })
  revokeApiKey(
    @Ctx() { scope, loaders }: Context,
    @Arg('input', () => RevokeApiKeyInput, { description: 'Which key.' }) { id }: RevokeApiKeyInput,
  ): Promise<RevokeApiKeyPayload> {
    return payload(async () => {
      const own = fromGlobalId('ApiKey', id, ['input', 'id']);
      await revokeApiKey(scope, own);
      return { apiKey: await loaders.load(apiKeyLoader, own) };
    });
  }

  @FieldResolver(() => ID, { description: 'Global id.' })
  id(@Root() { id }: ApiKeyRow): string {
    return toGlobalId('ApiKey', id);
  }
}

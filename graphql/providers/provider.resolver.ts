import { Arg, Ctx, Int, Mutation, Query, Resolver } from 'type-graphql';
import { removeProviderCredential, setProviderCredential } from '../../src/access/provider-credentials.js';
import { requireRole } from '../../src/scope/require-role.js';
import { providerHealth } from '../../src/scoring/providers/provider-health.js';
import type { Scope } from '../../src/scope/scope.js';
import type { Context } from '../context.js';
import { payload } from '../user-error.type.js';
import {
  asModelProvider,
  ModelProvider,
  ProviderCredentialPayload,
  RemoveProviderCredentialInput,
  SetProviderCredentialInput,
} from './provider.type.js';

const DEFAULT_MINUTES = 60;

const providerNamed = async (scope: Scope, name: string): Promise<ModelProvider | null> => {
  const found = (await providerHealth(scope, DEFAULT_MINUTES)).find(({ provider }) => provider.name === name);
  return found ? asModelProvider(found) : null;
};

@Resolver(() => ModelProvider)
export class ProviderResolver {
  @Query(() => [ModelProvider], {
    description: 'Providers of models and the health of each. Needs a key with role ADMIN or ANALYST.',
  })
  async modelProviders(
    @Ctx() { scope }: Context,
    @Arg('minutes', () => Int, { defaultValue: DEFAULT_MINUTES, description: 'How far back calls count, 1 to 1440.' })
    minutes: number,
  ): Promise<ModelProvider[]> {
    requireRole(scope, 'ANALYST');
    const health = await providerHealth(scope, Math.min(Math.max(minutes, 1), 1_440));
    return health.map(asModelProvider);
  }

  @Mutation(() => ProviderCredentialPayload, {
    description:
      'Keeps the organization’s own key for a provider, in place of an earlier one: its calls are made with it from then on. Needs a key with role ADMIN.',
  })
  setProviderCredential(
    @Ctx() { scope }: Context,
    @Arg('input', () => SetProviderCredentialInput, { description: 'What key.' })
    { provider, credential }: SetProviderCredentialInput,
  ): Promise<ProviderCredentialPayload> {
    return payload(async () => {
      await setProviderCredential(scope, provider, credential);
      return { modelProvider: await providerNamed(scope, provider) };
    });
  }

  @Mutation(() => ProviderCredentialPayload, {
    description: 'Forgets the organization’s own key for a provider. Needs a key with role ADMIN.',
  })
  removeProviderCredential(
    @Ctx() { scope }: Context,
    @Arg('input', () => RemoveProviderCredentialInput, { description: 'Which key.' })
    { provider }: RemoveProviderCredentialInput,
  ): Promise<ProviderCredentialPayload> {
    return payload(async () => {
      await removeProviderCredential(scope, provider);
      return { modelProvider: await providerNamed(scope, provider) };
    });
  }
}

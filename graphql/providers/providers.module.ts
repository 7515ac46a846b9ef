import type { GraphqlModule } from '../graphql-module.js';
import { ProviderResolver } from './provider.resolver.js';

export const providersGraphql: GraphqlModule = {
  resolvers: [ProviderResolver],
};

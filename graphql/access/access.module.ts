import { organizationOf } from '../../src/access/organizations.js';
import type { GraphqlModule } from '../graphql-module.js';
import { apiKeyLoader, companyLoader, representativeLoader } from './access.loaders.js';
import { ApiKeyResolver } from './api-key.resolver.js';
import { CompanyResolver } from './company.resolver.js';
import { RepresentativeResolver } from './representative.resolver.js';
import { ViewerResolver } from './viewer.resolver.js';

declare module '../../src/scope/global-id.js' {
  interface NodeTypes {
    ApiKey: true;
    Company: true;
    Organization: true;
    Representative: true;
  }
}

export const accessGraphql: GraphqlModule = {
  resolvers: [ApiKeyResolver, CompanyResolver, RepresentativeResolver, ViewerResolver],
  nodes: {
    ApiKey: ({ loaders, scope: { actor } }, id) =>
      actor.role === 'ADMIN' ? loaders.load(apiKeyLoader, id) : Promise.resolve(null),
    Company: ({ loaders }, id) => loaders.load(companyLoader, id),
    Organization: async ({ scope }, id) => {
      const own = await organizationOf(scope);
      return own?.id === id ? own : null;
    },
    Representative: ({ loaders }, id) => loaders.load(representativeLoader, id),
  },
};

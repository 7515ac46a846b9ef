import type { GraphqlModule } from '../graphql-module.js';
import { ScoringPolicyResolver } from './scoring-policy.resolver.js';

export const profilesGraphql: GraphqlModule = {
  resolvers: [ScoringPolicyResolver],
};

import type { GraphqlModule } from '../graphql-module.js';
import { LiveResolver } from './live.resolver.js';

export const liveGraphql: GraphqlModule = {
  resolvers: [LiveResolver],
};

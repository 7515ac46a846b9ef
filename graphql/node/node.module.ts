import type { GraphqlModule } from '../graphql-module.js';
import { NodeResolver } from './node.resolver.js';

export const nodeGraphql: GraphqlModule = {
  resolvers: [NodeResolver],
};

import type { GraphqlModule } from '../graphql-module.js';
import { AttemptResolver, RunResolver } from './run.resolver.js';
import { BatchResolver } from './batch.resolver.js';
import { RunMutationResolver } from './run-mutation.resolver.js';
import { batchLoader, runLoader } from './runs.loaders.js';

declare module '../../src/scope/global-id.js' {
  interface NodeTypes {
    Batch: true;
    Run: true;
  }
}

export const runsGraphql: GraphqlModule = {
  resolvers: [AttemptResolver, BatchResolver, RunMutationResolver, RunResolver],
  nodes: {
    Batch: ({ loaders }, id) => loaders.load(batchLoader, id),
    Run: ({ loaders }, id) => loaders.load(runLoader, id),
  },
};

import type { GraphqlModule } from '../graphql-module.js';
import { RubricResolver } from './rubric.resolver.js';
import { rubricVersionByIdLoader } from './rubrics.loaders.js';

declare module '../../src/scope/global-id.js' {
  interface NodeTypes {
    RubricVersion: true;
  }
}

export const rubricsGraphql: GraphqlModule = {
  resolvers: [RubricResolver],
  nodes: {
    RubricVersion: ({ loaders }, id) => loaders.load(rubricVersionByIdLoader, id),
  },
};

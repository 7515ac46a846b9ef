import type { GraphqlModule } from '../graphql-module.js';
import { PromptResolver, PromptVersionResolver } from './prompt.resolver.js';
import { promptVersionLoader } from './prompts.loaders.js';

declare module '../../src/scope/global-id.js' {
  interface NodeTypes {
    PromptVersion: true;
  }
}

export const promptsGraphql: GraphqlModule = {
  resolvers: [PromptResolver, PromptVersionResolver],
  nodes: {
    PromptVersion: ({ loaders }, id) => loaders.load(promptVersionLoader, id),
  },
};

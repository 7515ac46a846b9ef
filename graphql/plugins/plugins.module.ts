import type { GraphqlModule } from '../graphql-module.js';
import { PluginResolver } from './plugin.resolver.js';

export const pluginsGraphql: GraphqlModule = {
  resolvers: [PluginResolver],
};

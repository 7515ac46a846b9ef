import type { NodeType } from '../src/scope/global-id.js';
import type { NodeFinder } from './context.js';

/** What a feature adds to the API; `graphql/modules.ts` lists the features. */
export interface GraphqlModule {
  readonly resolvers: readonly (new () => object)[];
  /** Finders of the things that have a global id; the feature declares their names in `NodeTypes`. */
  readonly nodes?: Readonly<Partial<Record<NodeType, NodeFinder>>>;
}

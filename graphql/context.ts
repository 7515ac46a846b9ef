import type { Scope } from '../src/scope/scope.js';
import type { EventBus } from '../src/live/event-bus.js';
import type { RunBacklog } from '../src/runs/run-backlog.js';
import type { Corrector } from '../src/transcripts/reading/normalizer.js';
import { openLoaders, type Loaders } from './loaders.js';

/** Context of a subscription. */
export interface LiveContext {
  readonly scope: Scope;
  readonly loaders: Loaders;
  readonly bus: EventBus;
  /** Aborts when the operation ends, its connection closes, its key becomes invalid, or the server shuts down. */
  readonly signal: AbortSignal;
}

/** Context of resolvers: the scope of the operation, its loaders, and the ports for waiting for a run and computing corrections. */
export interface Context extends LiveContext {
  readonly backlog: RunBacklog;
  readonly corrector: Corrector;
  /** Finders of everything that has a global id, by type. */
  readonly nodes: ReadonlyMap<string, NodeFinder>;
  /** When the request arrived, by `performance.now()`. */
  readonly since: number;
}

/** Finds a thing of one type by its own id; null where there is none, or where the caller may not see it. */
export type NodeFinder = (context: Context, id: string) => Promise<object | null>;

/** @param rest all but the loaders */
export const openContext = <Rest extends { readonly scope: Scope }>(
  rest: Rest,
): Rest & { readonly loaders: Loaders } => ({
  ...rest,
  loaders: openLoaders(rest.scope),
});

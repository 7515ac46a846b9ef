import type { Scope } from '../src/scope/scope.js';
import type { EventBus } from '../src/live/event-bus.js';
import type { RunBacklog } from '../src/runs/run-backlog.js';
import type { Corrector } from '../src/transcripts/reading/normalizer.js';
import { openLoaders, type Loaders } from './loaders.js';

/** What a subscription works with. */
export interface LiveContext {
  readonly scope: Scope;
  readonly loaders: Loaders;
  readonly bus: EventBus;
  /** Aborts when the operation ends, its connection closes or its key is no longer good, and when the server goes. */
  readonly signal: AbortSignal;
}

/** What resolvers work with: the scope of this operation, its loaders, and what it takes to wait for a run and to work out corrections. */
export interface Context extends LiveContext {
  readonly backlog: RunBacklog;
  readonly corrector: Corrector;
  /** When the request came, by `performance.now()`. */
  readonly since: number;
}

/** @param rest all but the loaders */
export const openContext = <Rest extends { readonly scope: Scope }>(
  rest: Rest,
): Rest & { readonly loaders: Loaders } => ({
  ...rest,
  loaders: openLoaders(rest.scope),
});

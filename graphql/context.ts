import type { Scope } from '../src/scope/scope.js';
import type { EventBus } from '../src/live/event-bus.js';
import type { Corrector } from '../src/transcripts/corrector.js';
import { openLoaders, type Loaders } from './loaders.js';

/** What resolvers work with: the scope of this operation, its loaders, and who works out corrections. */
export interface Context {
  readonly scope: Scope;
  readonly loaders: Loaders;
  readonly corrector: Corrector;
}

/** What a subscription has besides: the bus, and word when its socket must close. */
export interface LiveContext extends Context {
  readonly bus: EventBus;
  /** Aborts when the operation ends, the socket closes, or its key is no longer good. */
  readonly signal: AbortSignal;
}

export const openContext = (scope: Scope, corrector: Corrector): Context => ({
  scope,
  loaders: openLoaders(scope),
  corrector,
});

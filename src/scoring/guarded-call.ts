import type { ModelRequest } from '../plugin-api/index.js';
import type { ModelAddress } from '../plugin-host/model-address.js';
import type { Run } from '../runs/run.entity.js';
import type { Uses } from '../scope/scope.js';
import { callModel, type TimedAnswer } from './call-model.js';

/** A call that a run is about to make. */
export interface PlannedCall {
  readonly run: Run;
  readonly address: ModelAddress;
  readonly request: Omit<ModelRequest, 'model'>;
}

/**
 * One call to a model, with everything that stands around it.
 * @throws ProviderError; the signal's reason when it aborts
 */
export const guardedCall = (
  { settings }: Uses<'em' | 'settings'>,
  { address, request }: PlannedCall,
  signal: AbortSignal,
): Promise<TimedAnswer> => callModel(address, request, { signal, limitMs: settings.modelCallMs });

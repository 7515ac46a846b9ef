import type { ModelCall } from '../costs/model-call.js';
import { withinBudget, type Billed } from '../costs/within-budget.js';
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

const asBilled = ({ run, address, request }: PlannedCall, limitMs: number): ModelCall => ({
  ...address,
  limitMs,
  runId: run.id,
  leaseEpoch: run.leaseEpoch,
  batchId: run.batchId ?? null,
  messages: request.messages,
  responseSchema: request.responseSchema,
  maxOutputTokens: request.maxOutputTokens,
});

/**
 * One call to a model, with everything that stands around it.
 * @throws ProviderError; AppError BUDGET_EXCEEDED, PRICE_UNKNOWN; the signal's reason when it aborts
 */
export const guardedCall = (
  scope: Uses<'em' | 'reads' | 'settings' | 'now' | 'logger'>,
  planned: PlannedCall,
  signal: AbortSignal,
): Promise<Billed<TimedAnswer>> => {
  const limitMs = scope.settings.modelCallMs;
  return withinBudget(scope, asBilled(planned, limitMs), signal, () =>
    callModel(planned.address, planned.request, { signal, limitMs }),
  );
};

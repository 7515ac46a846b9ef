import type { ModelCall } from '../../costs/budgets/model-call.js';
import { withinBudget, type Billed } from '../../costs/budgets/within-budget.js';
import type { ModelRequest } from '../../plugin-api/index.js';
import type { ModelAddress } from '../../plugin-host/model-address.js';
import type { Run } from '../../runs/run.entity.js';
import type { Uses } from '../../scope/scope.js';
import type { TimedAnswer } from './call-model.js';
import { gatedCall } from './gated-call.js';

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
 * @param begin called when nothing stands in the way of the call any more, before it is made
 * @throws ProviderError; AppError BUDGET_EXCEEDED, PRICE_UNKNOWN; the signal's reason when it aborts
 */
export const guardedCall = (
  scope: Uses<'em' | 'reads' | 'gate' | 'vault' | 'settings' | 'now' | 'logger'>,
  planned: PlannedCall,
  signal: AbortSignal,
  begin: () => Promise<void>,
): Promise<Billed<TimedAnswer>> =>
  withinBudget(scope, asBilled(planned, scope.settings.modelCallMs), signal, () =>
    gatedCall(scope, planned.address, planned.request, { signal, begin }),
  );

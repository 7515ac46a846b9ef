import { holdBudget, type HeldBudget } from '../../costs/budgets/hold-budget.js';
import { estimateTokens } from '../../costs/estimate-tokens.js';
import { mayBeBilled, UNPRICED } from '../../costs/prices/cost-of.js';
import { AppError } from '../../errors/app-error.js';
import { GateRefusal } from '../../limits/gate-refusal.js';
import { ProviderError, type Usage } from '../../plugin-api/index.js';
import { asFailure } from '../../queue/as-failure.js';
import type { Attempt } from '../../runs/attempt.entity.js';
import type { Uses } from '../../scope/scope.js';
import type { AttemptLog } from './attempt-log.js';
import { asBilled, type CallResult, type PlannedCall } from './call-log.js';
import { callModel, type TimedAnswer } from './call-model.js';
import { deferCall, goesByBatch } from './defer-call.js';
import { takePlace, type GatedPlace } from './gated-call.js';
import { failureFields } from './stored-attempt.js';

export type CallPorts = Uses<
  'em' | 'reads' | 'queue' | 'live' | 'gate' | 'vault' | 'settings' | 'hooks' | 'now' | 'logger'
>;

/** What of the attempt log a call needs. */
export type CallNotes = Pick<AttemptLog, 'work' | 'earlier' | 'begin' | 'refuse' | 'defer' | 'store' | 'fail'>;

const NEVER = AbortSignal.any([]);

/** The most that the call may use; counted by the model's tokenizer only where tokens are limited. */
const expectedTokens = ({ address, request: { messages, maxOutputTokens } }: PlannedCall): number => {
  const { limits } = address.provider;
  if (limits === undefined) return 0;
  const isExact = [limits, limits.models?.[address.model]].some((one) => one?.tokensPerMinute !== undefined);
  const prompt = messages.map(({ content }) => content).join('\n');
  return estimateTokens(prompt, isExact ? address : null).tokens + maxOutputTokens;
};

const tokensOf = (usage: Usage | null): number | null =>
  usage && Object.values<number>({ ...usage }).reduce((sum, tokens) => sum + tokens, 0);

/** A provider's plugin fails with a ProviderError; anything else is a fault of the plugin. */
const asProviderFailure = (error: unknown): AppError =>
  error instanceof ProviderError
    ? asFailure(error, NEVER)
    : new AppError('INTERNAL_SERVER_ERROR', 'Something went wrong on our side.', { cause: error });

/** A budget or the circuit breaker does not allow the call. */
const heldBack = async (log: CallNotes, planned: PlannedCall, failure: AppError): Promise<CallResult> => ({
  outcome: 'HELD_BACK',
  number: await log.refuse(planned, 'HELD_BACK', failure),
  failure,
});

const withoutPlace = async (log: CallNotes, planned: PlannedCall, refusal: ProviderError): Promise<CallResult> => {
  const failure = asProviderFailure(refusal);
  if (!(refusal instanceof GateRefusal)) {
    // The credential cannot be opened: the provider would refuse every call.
    return { outcome: 'FAILURE', number: await log.refuse(planned, 'ERROR', failure), failure };
  }
  if (!refusal.isTurn) return heldBack(log, planned, failure);
  return { outcome: 'DEFERRED', deferral: { until: 'PLACE', waitMs: failure.retryAfterMs ?? 0 } };
};

/** The call was cut off by us: at the job's time limit, or because the worker stops. */
const cutOff = ({ reason }: AbortSignal): Partial<Attempt> =>
  reason instanceof DOMException && reason.name === 'TimeoutError'
    ? { status: 'ERROR', errorCode: 'TIMEOUT', errorMessage: 'The job ran into its time limit.', errorRetryable: true }
    : { status: 'LOST', errorMessage: 'The worker stopped before the answer came.' };

/** A call that was made and brought no answer. One that may be billed all the same has an unknown cost, and not none. */
const withoutAnswer = async (
  log: CallNotes,
  { number, planned, budget }: { number: number; planned: PlannedCall; budget: HeldBudget },
  error: unknown,
  signal: AbortSignal,
): Promise<CallResult> => {
  await budget.settle(mayBeBilled(error) ? UNPRICED : null);
  const failure = asProviderFailure(error);
  const isUnpriced = (signal.aborted || mayBeBilled(error)) && !planned.address.provider.offline;
  const cost = isUnpriced ? ({ costStatus: 'UNPRICED' } as const) : {};
  const end = signal.aborted ? cutOff(signal) : ({ status: 'ERROR', ...failureFields(failure) } as const);
  await log.fail(number, { ...end, ...cost });
  if (signal.aborted) throw error;
  return { outcome: 'FAILURE', number, failure };
};

const callProvider = async (
  scope: CallPorts,
  { address, request }: PlannedCall,
  place: GatedPlace,
  signal: AbortSignal,
): Promise<TimedAnswer | { readonly error: unknown }> => {
  const limitMs = scope.settings.modelCallMs;
  try {
    return await place.use(
      (credential) => callModel(address, request, { signal, limitMs, credential }),
      ({ answer }) => tokensOf(answer.usage),
    );
  } catch (error) {
    return { error };
  }
};

/**
 * One call to a model, from the budget to its stored answer: reserve the budget, take a place, note the attempt, call,
 * settle, store. How a call ended follows from the step that it reached. Errors of our own (the database, a lost lease)
 * end the try: what was reserved is given back, and the error is thrown.
 * @throws LeaseLostError; the signal's reason; errors of the database
 */
export const makeCall = async (
  scope: CallPorts,
  log: CallNotes,
  planned: PlannedCall,
  signal: AbortSignal,
): Promise<CallResult> => {
  const deferred = goesByBatch(log, planned) ? await deferCall(scope, log, planned) : null;
  if (deferred !== null) return deferred;
  const held = await holdBudget(scope, asBilled(log.work, planned, scope.settings.modelCallMs), signal);
  if ('refusal' in held) return await heldBack(log, planned, held.refusal);
  await using budget = held;
  const taken = await takePlace(scope, planned.address, expectedTokens(planned), signal);
  if ('refusal' in taken) return await withoutPlace(log, planned, taken.refusal);
  await using place = taken;
  const number = await log.begin(planned);
  const called = await callProvider(scope, planned, place, signal);
  if ('error' in called) return await withoutAnswer(log, { number, planned, budget }, called.error, signal);
  const cost = budget.price(called.answer);
  await budget.settle(cost);
  await log.store(number, { ...called, cost });
  return { outcome: 'ANSWER', number, answer: called.answer };
};

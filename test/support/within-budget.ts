import { holdBudget } from '../../src/costs/budgets/hold-budget.js';
import type { ModelCall } from '../../src/costs/budgets/estimate-call.js';
import { type Cost, mayBeBilled, UNPRICED } from '../../src/costs/prices/cost-of.js';
import type { ModelAnswer } from '../../src/plugin-api/index.js';
import type { Scope } from '../../src/scope/scope.js';

interface Answered {
  readonly answer: ModelAnswer;
}

/** Makes a call within the organization's budgets, as a run does: reserve, call, settle. */
export const withinBudget = async <Result extends Answered>(
  scope: Pick<Scope, 'organizationId' | 'em' | 'reads' | 'hooks' | 'now' | 'logger'>,
  call: ModelCall,
  signal: AbortSignal,
  make: () => Promise<Result>,
): Promise<Result & { readonly cost: Cost }> => {
  const held = await holdBudget(scope, call, signal);
  if ('refusal' in held) throw held.refusal;
  await using budget = held;
  try {
    const result = await make();
    const cost = budget.price(result.answer);
    await budget.settle(cost);
    return { ...result, cost };
  } catch (error) {
    await budget.settle(mayBeBilled(error) ? UNPRICED : null);
    throw error;
  }
};

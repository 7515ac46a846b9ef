import { Arg, Ctx, FieldResolver, Mutation, Resolver } from 'type-graphql';
import { budgetsOf, type BudgetView } from '../../src/costs/budgets/budget-reads.js';
import { setBudget } from '../../src/costs/budgets/set-budget.js';
import { Organization } from '../access/viewer.type.js';
import type { Context } from '../context.js';
import { payload } from '../user-error.type.js';
import { Budget, SetBudgetInput, SetBudgetPayload } from './budget.type.js';

@Resolver(() => Organization)
export class BudgetResolver {
  @FieldResolver(() => [Budget], { description: 'What may be spent on calls to models; empty where nothing was set.' })
  budgets(@Ctx() { scope }: Context): Promise<readonly BudgetView[]> {
    return budgetsOf(scope);
  }

  @Mutation(() => SetBudgetPayload, {
    description:
      'Sets what may be spent on calls to models. Calls that began go on; one that could pass the limit is refused with `BUDGET_EXCEEDED`. Needs a key with role ADMIN.',
  })
  setBudget(
    @Ctx() { scope }: Context,
    @Arg('input', () => SetBudgetInput, { description: 'What budget.' }) { limit = null, ...input }: SetBudgetInput,
  ): Promise<SetBudgetPayload> {
    return payload(async () => {
      await setBudget(scope, { ...input, limit });
      return { budgets: await budgetsOf(scope) };
    });
  }
}

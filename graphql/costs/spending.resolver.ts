import { weighs } from '../cost.js';
import { GraphQLDateTime } from 'graphql-scalars';
import { Arg, Ctx, FieldResolver, Query, Resolver, Root, Extensions } from 'type-graphql';
import { budgetsOf, type BudgetView } from '../../src/costs/budgets/budget-reads.js';
import type { BatchRow } from '../../src/runs/batch-reads.js';
import { estimateBatch, estimateTranscripts } from '../../src/scoring/estimates/estimate-cost.js';
import { batchSpending, usageByDay } from '../../src/runs/run-cost-reads.js';
import { fromGlobalId } from '../../src/scope/global-id.js';
import type { Context } from '../context.js';
import { Batch } from '../runs/batch.type.js';
import { Budget } from './budget.type.js';
import { CostEstimate, EstimateCostInput, ModelUsage, Spending } from './spending.type.js';

const DEFAULT_DAYS = 30;

@Resolver(() => Batch)
export class SpendingResolver {
  @Extensions(weighs(600))
  @Query(() => CostEstimate, {
    description: 'What scoring the transcripts would cost under the current policy, one run each.',
  })
  estimateCost(
    @Ctx() { scope }: Context,
    @Arg('input', () => EstimateCostInput, { description: 'Of what.' })
    { transcriptIds, ...choice }: EstimateCostInput,
  ): Promise<CostEstimate> {
    const path = ['input', 'transcriptIds'];
    const ids = transcriptIds.map((id) => fromGlobalId('Transcript', id, path));
    return estimateTranscripts(scope, ids, choice);
  }

  @Extensions(weighs(600))
  @Query(() => [ModelUsage], {
    description: 'Tokens and cost of all calls, newest day first; the last 30 days unless told, 5,000 rows at most.',
  })
  usage(
    @Ctx() { scope }: Context,
    @Arg('from', () => GraphQLDateTime, { nullable: true, description: 'Calls since then.' }) from: Date | null,
    @Arg('to', () => GraphQLDateTime, { nullable: true, description: 'Calls until before then.' }) to: Date | null,
  ): Promise<readonly ModelUsage[]> {
    const end = to ?? scope.now();
    return usageByDay(scope, from ?? new Date(end.getTime() - DEFAULT_DAYS * 86_400_000), end);
  }

  @FieldResolver(() => CostEstimate, {
    description:
      'What its runs were expected to cost, by their policy, the length of the first 50 and the prices of now.',
  })
  costEstimate(@Ctx() { scope }: Context, @Root() { id }: BatchRow): Promise<CostEstimate> {
    return estimateBatch(scope, id);
  }

  @FieldResolver(() => Spending, { description: 'What its runs have cost so far.' })
  spending(@Ctx() { scope }: Context, @Root() { id }: BatchRow): Promise<Spending> {
    return batchSpending(scope, id);
  }

  @FieldResolver(() => Budget, { nullable: true, description: 'Its budget; null where none is set for batches.' })
  async budget(@Ctx() { scope }: Context, @Root() { id }: BatchRow): Promise<BudgetView | null> {
    return (await budgetsOf(scope, id)).find(({ kind }) => kind === 'BATCH') ?? null;
  }
}

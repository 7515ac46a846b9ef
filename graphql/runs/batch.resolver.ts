import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { batchPage, batchProgress, type BatchRow, type ProviderBatchRow } from '../../src/runs/batch-reads.js';
import { runPage, type RunRow } from '../../src/runs/run-reads.js';
import { asConnection, OrderDirection, PageArgs, type ConnectionOf } from '../connection.js';
import type { Context } from '../context.js';
import { fromGlobalId, toGlobalId } from '../../src/scope/global-id.js';
import { asBatchProgress, Batch, BatchConnection, BatchProgress, ProviderBatch } from './batch.type.js';
import { RunConnection } from './run.type.js';
import { batchLoader, providerBatchesLoader } from './runs.loaders.js';

@Resolver(() => Batch)
export class BatchResolver {
  @Query(() => BatchConnection, { description: 'Batches of the organization, by start.' })
  async batches(
    @Ctx() { scope }: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('orderBy', () => OrderDirection, { defaultValue: OrderDirection.DESC, description: 'Way of the order.' })
    orderBy: OrderDirection,
  ): Promise<ConnectionOf<BatchRow>> {
    return asConnection(await batchPage(scope, page, orderBy === OrderDirection.DESC));
  }

  @Query(() => Batch, { nullable: true, description: 'One batch by its global id.' })
  batch(
    @Ctx() { loaders }: Context,
    @Arg('id', () => ID, { description: 'Global id.' }) id: string,
  ): Promise<BatchRow | null> {
    return loaders.load(batchLoader, fromGlobalId('Batch', id));
  }

  @FieldResolver(() => ID, { description: 'Global id; `node(id)` finds the thing again.' })
  id(@Root() { id }: BatchRow): string {
    return toGlobalId('Batch', id);
  }

  @FieldResolver(() => BatchProgress, { description: 'How far it is.' })
  async progress(@Ctx() { scope }: Context, @Root() { id }: BatchRow): Promise<BatchProgress> {
    return asBatchProgress(await batchProgress(scope, id));
  }

  @FieldResolver(() => [ProviderBatch], {
    description: "The providers' batches by which calls of its runs go, where they do; oldest first.",
  })
  providerBatches(@Ctx() { loaders }: Context, @Root() { id }: BatchRow): Promise<readonly ProviderBatchRow[]> {
    return loaders.load(providerBatchesLoader, id);
  }

  @FieldResolver(() => RunConnection, { description: 'Its runs, newest first.' })
  async runs(
    @Ctx() { scope }: Context,
    @Root() { id }: BatchRow,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<ConnectionOf<RunRow>> {
    return asConnection(await runPage(scope, { batchId: id }, { field: 'CREATED_AT', descending: true }, page));
  }
}

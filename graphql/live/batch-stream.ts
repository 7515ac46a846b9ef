import { AppError } from '../../src/errors/app-error.js';
import { follow } from '../../src/live/follow.js';
import { batchProgress, batchesById } from '../../src/runs/batch-reads.js';
import type { LiveContext } from '../context.js';
import { asBatchProgress } from '../runs/as-batch-progress.js';
import type { BatchProgress } from '../runs/batch.type.js';

/** The batch as it is now, then again whenever it has moved on, until all its runs ended. */
export async function* batchStream(
  context: LiveContext,
  batchId: string,
  after: number | null,
): AsyncGenerator<BatchProgress> {
  const { scope, bus, signal } = context;
  if (!(await batchesById(scope, [batchId]))[0]) {
    throw new AppError('NOT_FOUND', 'There is no such batch.', { path: ['batchId'] });
  }
  let seen = after ?? -1;
  let shown = '';
  yield* follow({
    bus,
    signal,
    organizationId: scope.organizationId,
    read: async () => {
      const progress = await batchProgress(scope, batchId);
      const face = JSON.stringify(progress);
      const fresh = progress.sequence >= seen && face !== shown;
      seen = progress.sequence;
      shown = face;
      return { values: fresh ? [asBatchProgress(progress)] : [], more: false, done: progress.done };
    },
  });
}

import { AppError } from '../../src/errors/app-error.js';
import { follow } from '../../src/live/follow.js';
import { batchesById, batchProgress, type BatchProgress as Progress } from '../../src/runs/batch-reads.js';
import type { LiveContext } from '../context.js';
import { asBatchProgress, type BatchProgress } from '../runs/batch.type.js';

/**
 * Chooses the values for a subscriber. Counts may be ahead of the sequence of their events: a value is sent only with a new
 * sequence, so that sequences strictly increase, and the last value once all events are stamped. A batch that was done from
 * the start is sent whatever `after` was.
 */
const chooser = (after: number | null) => {
  let seen = after ?? -1;
  let begun = false;
  return (progress: Progress): boolean => {
    if (progress.done && !progress.stamped) return false;
    const fresh = progress.sequence > seen || (!begun && progress.done);
    begun = true;
    if (fresh) seen = progress.sequence;
    return fresh;
  };
};

/** The current progress of the batch, then each change, until all its runs have ended. */
export async function* batchStream(
  { scope, bus, signal }: LiveContext,
  batchId: string,
  after: number | null,
): AsyncGenerator<BatchProgress> {
  if (!(await batchesById(scope, [batchId]))[0]) {
    throw new AppError('NOT_FOUND', 'There is no such batch.', { path: ['batchId'] });
  }
  const isFresh = chooser(after);
  const read = async () => {
    const progress = await batchProgress(scope, batchId);
    const fresh = isFresh(progress);
    return { values: fresh ? [asBatchProgress(progress)] : [], more: false, done: fresh && progress.done };
  };
  yield* follow({ bus, signal, read, organizationId: scope.organizationId });
}

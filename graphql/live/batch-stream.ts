import { AppError } from '../../src/errors/app-error.js';
import { follow } from '../../src/live/follow.js';
import { batchProgress, batchesById, type BatchProgress as Progress } from '../../src/runs/batch-reads.js';
import type { LiveContext } from '../context.js';
import { asBatchProgress, type BatchProgress } from '../runs/batch.type.js';

/**
 * Which values a subscriber gets. Counts may run ahead of their events' sequence: a value comes only with a new one, so
 * that sequences rise strictly, and the last value when all events are there. A batch that was done from the start tells
 * so, whatever `after` was.
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

/** The batch as it is now, then again whenever it has moved on, until all its runs ended. */
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

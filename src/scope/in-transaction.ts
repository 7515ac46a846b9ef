import { flushCommitWrites, openCommitWrites } from '../database/wire/commit-writes.js';
import type { Uses } from './scope.js';

type Transactional = Uses<'em' | 'queue' | 'live'>;

/** One transaction around everything that must be true together; jobs and events go out after its commit. */
export const inTransaction = async <S extends Transactional, Result>(
  scope: S,
  work: (scope: S) => Promise<Result>,
): Promise<Result> => {
  const result = await scope.em.transactional(async (em) => {
    openCommitWrites(em);
    const result = await work({ ...scope, em });
    await em.flush();
    await flushCommitWrites(em);
    return result;
  });
  scope.queue.wake();
  scope.live.wake();
  return result;
};

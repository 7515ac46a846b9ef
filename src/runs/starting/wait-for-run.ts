import type { EventBus } from '../../live/event-bus.js';
import { follow } from '../../live/follow.js';
import type { Uses } from '../../scope/scope.js';
import { hasEnded, type RunStatus } from '../run-status.js';

/** Longest that a caller may wait, in ms. */
export const MAX_WAIT_MS = 20_000;

interface Waiting {
  readonly bus: EventBus;
  /** Aborts when the caller has gone, or the server goes. */
  readonly signal: AbortSignal;
  readonly waitMs: number;
}

const statusOf = async ({ reads }: Uses<'reads'>, id: string): Promise<RunStatus | null> => {
  const rows = await reads.read<{ status: RunStatus }>({
    name: 'run_status',
    text: 'select status from run where id = $1',
    values: [id],
  });
  return rows[0]?.status ?? null;
};

/**
 * Waits until a run has ended, the time is over or the signal aborts, whichever comes first. Looks once when it has begun to listen and
 * after each news of the organization; in between it holds nothing but its place in the list of listeners.
 */
export const waitForRun = async (scope: Uses<'reads'>, id: string, { bus, signal, waitMs }: Waiting): Promise<void> => {
  const { organizationId } = scope;
  const limit = AbortSignal.timeout(Math.ceil(waitMs));
  const read = async () => {
    const status = await statusOf(scope, id);
    return { values: [], more: false, done: status === null || hasEnded(status) };
  };
  const news = follow({ bus, organizationId, signal: AbortSignal.any([signal, limit]), read });
  while (!(await news.next()).done);
};

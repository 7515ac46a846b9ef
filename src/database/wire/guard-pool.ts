import type pg from 'pg';

interface GuardOptions {
  readonly onError: (error: Error) => void;
  /** Longest use of one connection, in ms. Left out where some are borrowed for good (LISTEN). */
  readonly borrowLimitMs?: number;
}

/** The borrower of a broken connection releases it at once, or never. */
const RELEASE_LIMIT_MS = 1_000;

/** Removes a connection from the pool whose borrower does not release it. */
const removeConnection = (client: pg.PoolClient): void => {
  const release = client.release.bind(client);
  client.release = () => undefined;
  try {
    release(true);
  } catch {
    // Released meanwhile: pg throws on the second release, and the connection is where it belongs.
  }
};

/**
 * Removes broken connections from the pool. An error event without a listener would end the process. And the query builder
 * under the ORM never releases a connection whose BEGIN or ROLLBACK failed: after as many failures as the pool has places,
 * nothing would get a connection any more.
 */
export const guardPool = (pool: pg.Pool, { onError, borrowLimitMs }: GuardOptions): void => {
  const timers = new WeakMap<pg.PoolClient, NodeJS.Timeout>();
  const removeAfter = (client: pg.PoolClient, ms: number): void => {
    clearTimeout(timers.get(client));
    timers.set(client, setTimeout(() => removeConnection(client), ms).unref());
  };
  pool.on('error', onError);
  pool.on('connect', (client) =>
    client.on('error', (error) => {
      onError(error);
      removeAfter(client, RELEASE_LIMIT_MS);
    }),
  );
  pool.on('release', (_error, client) => clearTimeout(timers.get(client)));
  if (borrowLimitMs !== undefined) pool.on('acquire', (client) => removeAfter(client, borrowLimitMs));
};

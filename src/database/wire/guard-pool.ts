import type pg from 'pg';

interface GuardOptions {
  readonly onError: (error: Error) => void;
  /** Longest that anybody works with one connection. Left out where some are lent for good (LISTEN). */
  readonly lendMs?: number;
}

/** A broken connection is given back by its borrower at once, or never. */
const GIVEN_BACK_MS = 1_000;

/** Takes a connection away from a borrower who does not give it back, and out of the pool. */
const takeBack = (client: pg.PoolClient): void => {
  const release = client.release.bind(client);
  client.release = () => undefined;
  try {
    release(true);
  } catch {
    // Given back meanwhile: releasing twice is the error.
  }
};

/**
 * Keeps a pool whole when connections break. An error event that nobody listens to would end the process. And the query
 * builder under the ORM never gives back a connection whose BEGIN or ROLLBACK failed: after as many breaks as the pool
 * has places nobody would get one any more.
 */
export const guardPool = (pool: pg.Pool, { onError, lendMs }: GuardOptions): void => {
  const lent = new WeakMap<pg.PoolClient, NodeJS.Timeout>();
  const takeBackIn = (client: pg.PoolClient, ms: number): void => {
    clearTimeout(lent.get(client));
    lent.set(client, setTimeout(() => takeBack(client), ms).unref());
  };
  pool.on('error', onError);
  pool.on('connect', (client) =>
    client.on('error', (error) => {
      onError(error);
      takeBackIn(client, GIVEN_BACK_MS);
    }),
  );
  pool.on('release', (_error, client) => clearTimeout(lent.get(client)));
  if (lendMs !== undefined) pool.on('acquire', (client) => takeBackIn(client, lendMs));
};

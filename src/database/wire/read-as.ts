import type pg from 'pg';
import { databaseError } from '../database-error.js';
import { codeOf } from '../error-facts.js';
import { ScopedQuery, SET_ORGANIZATION, type ScopedStatement } from './scoped-query.js';

export interface Reads {
  /**
   * Rows of one statement as one organization sees them, in one round trip. A read inside an open transaction goes
   * through `em.execute` instead: this one takes a connection of its own.
   *
   * Types: `timestamptz` is a Date, `date` a string `YYYY-MM-DD`, `json` parsed; `bigint` (so `count(*)` too) and
   * `numeric` are strings, because a number cannot hold them all: cast in SQL (`count(*)::int`) where it can.
   *
   * @throws AppError TIMEOUT, DATABASE_UNREACHABLE; pg's DatabaseError for faults of the statement.
   */
  readAs<Row>(organizationId: string, statement: ScopedStatement): Promise<Row[]>;
}

const submit = (client: pg.PoolClient, organizationId: string, statement: ScopedStatement): Promise<unknown[]> =>
  new Promise((resolve, reject) => {
    client.query(
      new ScopedQuery(organizationId, statement, (error, result) => {
        if (error) reject(error);
        else resolve(result?.rows ?? []);
      }),
    );
  });

/** The server answered (it has SQLSTATEs); after anything else, a time limit or a value that cannot be sent, pg's books are off. */
const isAnswer = (error: unknown): boolean => /^[0-9A-Z]{5}$/.test(codeOf(error));

/** Reads on a pool that others may use too; nothing of an organization stays behind on its connections. */
export const openReads = (pool: pg.Pool): Reads => {
  const prepared = new WeakSet<pg.PoolClient>();

  /** In a round trip of its own: pg books any ParseComplete on the running query, which must be that query's. */
  const prepare = async (client: pg.PoolClient): Promise<void> => {
    if (prepared.has(client)) return;
    await client.query({ ...SET_ORGANIZATION, values: [''] });
    prepared.add(client);
  };

  const run = async (organizationId: string, statement: ScopedStatement): Promise<unknown[]> => {
    const client = await pool.connect();
    let lost = false;
    try {
      await prepare(client);
      return await submit(client, organizationId, statement);
    } catch (error) {
      lost = !isAnswer(error);
      throw error;
    } finally {
      client.release(lost);
    }
  };

  return {
    readAs: <Row>(organizationId: string, statement: ScopedStatement) =>
      run(organizationId, statement).catch((error: unknown) => {
        throw databaseError(error);
      }) as Promise<Row[]>,
  };
};

import type pg from 'pg';
import { databaseError, codeOf } from '../database-error.js';
import type { Session } from '../session.js';
import {
  READ_TYPES,
  ScopedQuery,
  SET_SESSION,
  sessionTexts,
  settingValues,
  type ScopedStatement,
  type SessionTexts,
} from './scoped-query.js';
import type { WireMode } from './batch-statements.js';

/** Reads as one session sees the rows. */
export interface Reads {
  /**
   * Rows of one statement, in one round trip. A read inside an open transaction goes through `em.execute` instead: this one
   * takes a connection of its own.
   *
   * Types: `timestamptz` is a Date, `date` a string `YYYY-MM-DD`, `json` parsed; `bigint` (so `count(*)` too) and
   * `numeric` are strings, because a number cannot hold them all: cast in SQL (`count(*)::int`) where it can.
   *
   * @throws AppError TIMEOUT, DATABASE_UNREACHABLE; pg's DatabaseError for faults of the statement.
   */
  read<Row>(statement: ScopedStatement): Promise<Row[]>;
}

type Run = (client: pg.PoolClient, session: SessionTexts, statement: ScopedStatement) => Promise<unknown[]>;

/** The server answered (it has SQLSTATEs); after any other error, a time limit or a value that cannot be sent, pg's state is unknown. */
const isAnswer = (error: unknown): boolean => /^[0-9A-Z]{5}$/.test(codeOf(error));

const submit: Run = (client, session, statement) =>
  new Promise((resolve, reject) => {
    client.query(
      new ScopedQuery(session, statement, (error, result) => {
        if (error) reject(error);
        else resolve(result?.rows ?? []);
      }),
    );
  });

const runInOneMessage = (): Run => {
  const prepared = new WeakSet<pg.PoolClient>();
  return async (client, session, statement) => {
    if (!prepared.has(client)) {
      // In a round trip of its own: pg books any ParseComplete on the running query, which must be that query's.
      await client.query({ ...SET_SESSION, values: [...settingValues(['', ''], {})] });
      prepared.add(client);
    }
    return submit(client, session, statement);
  };
};

const runInTransaction: Run = async (client, session, statement) => {
  await client.query('begin');
  try {
    await client.query({ ...SET_SESSION, values: [...settingValues(session, statement)] });
    const { rows } = await client.query<Record<string, unknown>>({
      name: statement.name,
      text: statement.text,
      values: [...statement.values],
      types: READ_TYPES,
    });
    await client.query('commit');
    return rows;
  } catch (error) {
    // Otherwise the connection is closed, and the transaction with it.
    if (isAnswer(error)) await client.query('rollback');
    throw error;
  }
};

/** A session's reads on a pool that others use too. Tests replace `read` of the prototype to simulate faults. */
export class SessionReads implements Reads {
  private readonly session: SessionTexts;

  constructor(
    private readonly pool: pg.Pool,
    private readonly run: Run,
    session: Session,
  ) {
    this.session = sessionTexts(session);
  }

  async read<Row>(statement: ScopedStatement): Promise<Row[]> {
    try {
      return (await this.runOnConnection(statement)) as Row[];
    } catch (error) {
      throw databaseError(error);
    }
  }

  private async runOnConnection(statement: ScopedStatement): Promise<unknown[]> {
    const client = await this.pool.connect();
    let lost = false;
    try {
      return await this.run(client, this.session, statement);
    } catch (error) {
      lost = !isAnswer(error);
      throw error;
    } finally {
      client.release(lost);
    }
  }
}

/** Opens reads for sessions on a pool; nothing of a session stays behind on its connections. */
export const openReadAs = (pool: pg.Pool, wire: WireMode = 'batched'): ((session: Session) => Reads) => {
  const run = wire === 'batched' ? runInOneMessage() : runInTransaction;
  return (session) => new SessionReads(pool, run, session);
};

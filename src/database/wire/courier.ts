import pg from 'pg';
import type { Logger } from '../../logging/logger.js';
import { databaseError } from '../database-error.js';
import { guardPool } from './guard-pool.js';
import type { ScopedStatement } from './scoped-query.js';

interface CourierPoolOptions {
  /** URL that logs in as the courier. */
  readonly url: string;
  readonly poolMax: number;
  readonly logger: Logger;
}

/** Connections of the courier: few, for the dispatcher, the reconciler, the event stamper and key lookups. */
export const openCourierPool = ({ url, poolMax, logger }: CourierPoolOptions): pg.Pool => {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolMax,
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 8_000,
    query_timeout: 12_000,
    idle_in_transaction_session_timeout: 15_000,
    application_name: 'debrief courier',
  });
  guardPool(pool, {
    borrowLimitMs: 60_000,
    onError: (error) => logger.warn({ err: error }, 'courier connection lost'),
  });
  return pool;
};

/** Reads as the courier: across organizations, but only the columns that its grants name. */
export interface CourierReads {
  readAcross<Row>(statement: ScopedStatement): Promise<Row[]>;
}

export const openCourierReads = (pool: pg.Pool): CourierReads => ({
  readAcross: <Row>({ name, text, values }: ScopedStatement) =>
    pool.query({ name, text, values: [...values] }).then(
      ({ rows }) => rows as Row[],
      (error: unknown) => {
        throw databaseError(error);
      },
    ),
});

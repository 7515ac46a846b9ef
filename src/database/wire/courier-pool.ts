import pg from 'pg';
import type { Logger } from '../../logging/logger.js';
import { guardPool } from './guard-pool.js';

interface CourierPoolOptions {
  /** URL that logs in as the courier. */
  readonly url: string;
  readonly poolMax: number;
  readonly logger: Logger;
}

/** Connections of the courier: small, for the dispatcher, the reconciler, the event stamper and key lookups. */
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
  guardPool(pool, { lendMs: 60_000, onError: (error) => logger.warn({ err: error }, 'courier connection lost') });
  return pool;
};

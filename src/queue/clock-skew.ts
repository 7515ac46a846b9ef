import type pg from 'pg';
import type { Logger } from '../logging/logger.js';

/** BullMQ's PostgreSQL backend takes the worker's clock for its locks, of 8 s: a quarter of that is tolerable. */
export const MAX_SKEW_MS = 2_000;
const MEASURE_EVERY_MS = 30_000;

/** Compares this process's clock with the database's. */
export interface ClockWatch {
  /** How far the database is ahead, in ms; negative where it is behind. */
  readonly skewMs: number;
  readonly tolerable: boolean;
  /** Measures now. A database that does not answer leaves the last figure. */
  measure(): Promise<void>;
  /** Calls `listener` whenever `tolerable` has changed. */
  onChange(listener: (tolerable: boolean) => void): void;
  close(): void;
}

interface ClockWatchOptions {
  readonly pool: pg.Pool;
  readonly logger: Logger;
  /** This process's clock, in ms. */
  readonly now?: () => number;
  readonly everyMs?: number;
}

const databaseClock = async (pool: pg.Pool): Promise<number> => {
  const text = 'select extract(epoch from clock_timestamp())::float8 * 1000 as ms';
  const { rows } = await pool.query<{ ms: number }>({ name: 'clock', text });
  return rows[0]?.ms ?? Number.NaN;
};

/** Measures once before it answers, then every 30 s. */
export const openClockWatch = async (options: ClockWatchOptions): Promise<ClockWatch> => {
  const { pool, logger, now = Date.now, everyMs = MEASURE_EVERY_MS } = options;
  const listeners: ((tolerable: boolean) => void)[] = [];
  let skewMs = 0;
  let tolerable = true;

  const judge = (): void => {
    const fits = Math.abs(skewMs) <= MAX_SKEW_MS;
    if (fits === tolerable) return;
    tolerable = fits;
    if (fits) logger.info({ skewMs }, 'clock is in step with the database again');
    else logger.error({ skewMs, most: MAX_SKEW_MS }, 'clock is out of step with the database: no jobs are taken');
    listeners.forEach((listener) => listener(fits));
  };

  const measure = async (): Promise<void> => {
    const before = now();
    const there = await databaseClock(pool).catch(() => Number.NaN);
    const after = now();
    // A slow answer says little about the clock: the next one will tell.
    if (Number.isNaN(there)) return;
    const midway = (before + after) / 2;
    const uncertain = Math.abs(after - before) / 2;
    if (uncertain > MAX_SKEW_MS / 4) return;
    skewMs = Math.round(there - midway);
    judge();
  };

  await measure();
  const timer = setInterval(() => void measure(), everyMs);
  return {
    get skewMs() {
      return skewMs;
    },
    get tolerable() {
      return tolerable;
    },
    measure,
    onChange: (listener) => void listeners.push(listener),
    close: () => clearInterval(timer),
  };
};

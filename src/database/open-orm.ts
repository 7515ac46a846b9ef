import { Migrator } from '@mikro-orm/migrations';
import { MikroORM, type Options } from '@mikro-orm/postgresql';
import type pg from 'pg';
import { connectionError } from './connection-error.js';
import { guardPool } from './wire/guard-pool.js';
import { batchStatements, singleStatementTransactions, type WireMode } from './wire/batch-statements.js';

export interface OpenOrmOptions {
  /** `postgres://user:password@host:port/database`; a Unix socket's folder is the host, percent-encoded. */
  readonly url: string;
  /** From `src/app`, which knows every feature. */
  readonly entities: NonNullable<Options['entities']>;
  /** Folder of compiled migrations; only the migration sets it. */
  readonly migrationsPath?: string;
  readonly poolMax: number;
  /** Begins with `debrief`: by this a process knows whether another still uses the embedded server. */
  readonly applicationName: string;
  /** Whether statements are sent together; `batched` unless told. */
  readonly wire?: WireMode;
  /** Longest statement in ms, 8,000 unless told; 0 for none, as migrations need. */
  readonly statementTimeoutMs?: number;
  /** Logs every statement; texts may show in it. */
  readonly debug?: boolean;
}

/** Well above the limits of a statement and of a transaction that idles. */
const BORROW_LIMIT_MS = 60_000;

/** Before the first connection is made. */
const preparePool =
  ({ statementTimeoutMs, wire = 'batched' }: OpenOrmOptions) =>
  (pool: pg.Pool): void => {
    guardPool(pool, {
      onError: () => undefined,
      ...(statementTimeoutMs === 0 ? {} : { borrowLimitMs: BORROW_LIMIT_MS }),
    });
    if (wire === 'batched') batchStatements(pool);
  };

const poolOptions = ({ url, applicationName, statementTimeoutMs = 8_000 }: OpenOrmOptions): pg.PoolConfig => ({
  // MikroORM takes a URL apart without its query (sslmode, host): the driver reads the whole of it.
  connectionString: url,
  application_name: applicationName,
  keepAlive: true,
  connectionTimeoutMillis: 5_000,
  idleTimeoutMillis: 30_000,
  idle_in_transaction_session_timeout: 15_000,
  ...(statementTimeoutMs > 0
    ? // The client's own limit is for a server that is frozen or cut off and cannot end the statement itself.
      { statement_timeout: statementTimeoutMs, query_timeout: statementTimeoutMs + 4_000 }
    : {}),
});

const migrations = (path: string): NonNullable<Options['migrations']> => ({
  path,
  pathTs: path,
  // The database is compared with the entities; a snapshot file would be a second truth to merge.
  snapshot: false,
  silent: true,
  allOrNothing: true,
  transactional: true,
  disableForeignKeys: false,
});

const configure = (options: OpenOrmOptions): Options => ({
  clientUrl: options.url,
  entities: options.entities,
  extensions: [Migrator],
  pool: { min: 0, max: options.poolMax },
  driverOptions: { ...poolOptions(options), onPoolCreated: preparePool(options) },
  // BullMQ's tables are not ours: without this a schema diff would drop them.
  // Composite foreign keys are written by hand in migrations (docs/decisions/0009): entities hold plain ids.
  schemaGenerator: { ignoreSchema: ['bullmq'], disableForeignKeys: false, createForeignKeyConstraints: false },
  debug: options.debug ?? false,
  ...(options.migrationsPath === undefined ? {} : { migrations: migrations(options.migrationsPath) }),
});

const initialize = (options: OpenOrmOptions) => MikroORM.init(configure(options));

export type Orm = Awaited<ReturnType<typeof initialize>>;

/** Connects (once, to fail early) and answers the ORM. @throws AppError DATABASE_UNREACHABLE */
export const openOrm = async (options: OpenOrmOptions): Promise<Orm> => {
  const orm = await initialize(options);
  try {
    await orm.em.getConnection().execute('select 1');
    if ((options.wire ?? 'batched') === 'batched') singleStatementTransactions(orm.em.getConnection());
    return orm;
  } catch (error) {
    await orm.close(true);
    throw connectionError(options.url, error);
  }
};

/** The ORM's own pool, for `openReadAs` and other plain SQL: one pool a process is enough. */
export const poolOf = (orm: Orm): Promise<pg.Pool> => orm.em.getConnection().getNativeClient();

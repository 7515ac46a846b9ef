import { readdir } from 'node:fs/promises';
import type pg from 'pg';
import { AppError } from '../errors/app-error.js';
import { codeOf } from './database-error.js';
import { grantRights, MIGRATIONS_TABLE, type Rights } from './grant-rights.js';
import { openOrm, type OpenOrmOptions } from './open-orm.js';
import { ensureRoles, type RoleName, ROLES, rolePasswords, roleUrls } from './roles.js';
import { withClient } from './with-client.js';

export interface MigrateOptions extends Rights {
  readonly ownerUrl: string;
  readonly entities: OpenOrmOptions['entities'];
  readonly migrationsPath: string;
  /** Gives the roles their passwords. */
  readonly secret: string;
  /** Schemas that other libraries keep (the queue's), made as owner before rights are given. */
  readonly afterMigrations?: (client: pg.Client) => Promise<void>;
}

/** Names the advisory lock; any number will do, as long as it stays. */
const LOCK = 5_702_018_244;
const WAIT_MS = 120_000;

const alone = (ownerUrl: string, work: (client: pg.Client) => Promise<void>): Promise<void> =>
  withClient({ connectionString: ownerUrl, application_name: 'debrief-migrate' }, async (client) => {
    await client.query(`set lock_timeout = ${WAIT_MS}`);
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await client.query('reset lock_timeout');
    await work(client); // the lock ends with the connection
  });

const canLogIn = (url: string): Promise<boolean> =>
  withClient({ connectionString: url }, () => Promise.resolve(true)).catch(() => false);

/** Asked before anything is changed: the owner may lack the right, and an administrator may have made them. */
const allRolesLogIn = async (ownerUrl: string, secret: string): Promise<boolean> => {
  const urls = roleUrls(ownerUrl, secret);
  const answers = await Promise.all((Object.keys(ROLES) as RoleName[]).map((role) => canLogIn(urls[role])));
  return answers.every(Boolean);
};

const runMigrations = async ({ ownerUrl, entities, migrationsPath }: MigrateOptions): Promise<void> => {
  const applicationName = 'debrief-migrate';
  const orm = await openOrm({
    url: ownerUrl,
    entities,
    migrationsPath,
    poolMax: 2,
    applicationName,
    statementTimeoutMs: 0,
  });
  try {
    await orm.migrator.up();
  } finally {
    await orm.close(true);
  }
};

/** Name of the newest migration in the folder, without extension; empty where there is none. */
const newestIn = async (migrationsPath: string): Promise<string> => {
  const names = await readdir(migrationsPath);
  const found = names
    .filter((name) => /\.[jt]s$/.test(name) && !name.endsWith('.d.ts'))
    .map((name) => name.slice(0, -3));
  return found.sort().at(-1) ?? '';
};

/** Left where every role can read it: none but the owner may look into the table itself. */
const noteNewest = async (client: pg.Client, migrationsPath: string): Promise<void> => {
  const newest = await newestIn(migrationsPath);
  await client.query(`comment on table ${MIGRATIONS_TABLE} is ${client.escapeLiteral(newest)}`);
};

/**
 * Brings a database up to date as its owner: roles, tables, rights. Runs one at a time; does nothing where nothing is to do.
 * @throws AppError DATABASE_UNREACHABLE; CONFIG_INVALID with the SQL to run where the owner may not create roles
 */
export const migrateDatabase = (options: MigrateOptions): Promise<void> =>
  alone(options.ownerUrl, async (client) => {
    const { ownerUrl, secret } = options;
    if (!(await allRolesLogIn(ownerUrl, secret))) await ensureRoles(client, rolePasswords(secret));
    await runMigrations(options);
    await options.afterMigrations?.(client);
    await grantRights(client, options);
    await noteNewest(client, options.migrationsPath);
  });

/** The server knows no such role or password (28P01, 28000). */
const isStranger = (error: unknown): boolean =>
  codeOf(error instanceof AppError ? error.cause : error).startsWith('28');

const NOT_MIGRATED =
  'The database is not up to date, or its roles have other passwords. Run `debrief migrate` with this DATABASE_URL and DEBRIEF_SECRET.';

const newestApplied = (url: string): Promise<string> =>
  withClient({ connectionString: url }, async (client) => {
    const sql = `select obj_description(to_regclass('public.${MIGRATIONS_TABLE}'), 'pg_class') as newest`;
    return (await client.query<{ newest: string | null }>(sql)).rows[0]?.newest ?? '';
  });

/**
 * For processes that do not migrate; a database that is ahead passes, so that it can be migrated before they are replaced.
 * @throws AppError DATABASE_NOT_MIGRATED, DATABASE_UNREACHABLE
 */
export const requireMigrated = async (url: string, migrationsPath: string): Promise<void> => {
  const found = await newestApplied(url).catch((error: unknown) => {
    if (isStranger(error)) throw new AppError('DATABASE_NOT_MIGRATED', NOT_MIGRATED, { cause: error });
    throw error;
  });
  if (found !== '' && found >= (await newestIn(migrationsPath))) return;
  throw new AppError('DATABASE_NOT_MIGRATED', NOT_MIGRATED);
};

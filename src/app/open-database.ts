import { join } from 'node:path';
import { startEmbeddedPostgres } from '../database/embedded/embedded-postgres.js';
import { migrateDatabase, requireMigrated } from '../database/migrate-database.js';
import { openOrm } from '../database/open-orm.js';
import { roleUrls, type RoleUrls } from '../database/roles.js';
import { seedPrices } from '../costs/prices/seed-prices.js';
import { AppError } from '../errors/app-error.js';
import type { Logger } from '../logging/logger.js';
import type { PluginCatalog } from '../plugin-host/catalog.js';
import { seedPrompts } from '../prompts/seed-prompts.js';
import { migrateQueue } from '../queue/queue-connection.js';
import { seedSchedules } from '../queue/seed-schedules.js';
import { seedRubrics } from '../rubrics/seed-rubrics.js';
import { packageRoot, type Config } from './config.js';
import { entities, grants, jobs } from './modules.js';

export interface OpenDatabase {
  readonly urls: RoleUrls;
  readonly secret: string;
  /** For people: where the data is. */
  readonly location: string;
  readonly embedded: boolean;
  /** Whether another process had it running. */
  readonly adopted: boolean;
  stop(): Promise<void>;
}

const secretOf = ({ secret }: Config, databaseUrl: string): string => {
  const password = decodeURIComponent(new URL(databaseUrl).password);
  const found = secret ?? (password === '' ? null : password);
  if (found) return found;
  throw new AppError(
    'CONFIG_INVALID',
    'Set DEBRIEF_SECRET: the database roles get their passwords from it, and DATABASE_URL has none to take its place.',
  );
};

const openGiven = (config: Config, databaseUrl: string): OpenDatabase => {
  const secret = secretOf(config, databaseUrl);
  const { hostname, pathname } = new URL(databaseUrl);
  return {
    secret,
    urls: roleUrls(databaseUrl, secret),
    location: `${hostname}${pathname}`,
    embedded: false,
    adopted: true,
    stop: () => Promise.resolve(),
  };
};

/** The user's database where DATABASE_URL names one, else the embedded one, started or adopted. */
export const openDatabase = async (config: Config, logger: Logger): Promise<OpenDatabase> => {
  if (config.databaseUrl) return openGiven(config, config.databaseUrl);
  const { ownerUrl, secret, location, adopted, stop } = await startEmbeddedPostgres({ home: config.home, logger });
  return { urls: roleUrls(ownerUrl, secret), secret, location, adopted, stop, embedded: true };
};

const migrationsPath = (): string => join(packageRoot(), 'dist', 'migrations');

const seed = async (ownerUrl: string, plugins: PluginCatalog): Promise<void> => {
  const orm = await openOrm({ url: ownerUrl, entities, poolMax: 1, applicationName: 'debrief seed' });
  try {
    await seedRubrics(orm.em.fork(), plugins.rubrics);
    await seedPrompts(orm.em.fork(), plugins.prompts);
    await seedPrices(orm.em.fork());
    await seedSchedules(orm.em.fork(), jobs);
  } finally {
    await orm.close(true);
  }
};

/** Brings tables, queue, rights and shipped rubrics, prompts and prices up to date, as the owner. */
export const migrate = async ({ urls, secret }: OpenDatabase, plugins: PluginCatalog): Promise<void> => {
  await migrateDatabase({
    ownerUrl: urls.owner,
    entities,
    secret,
    grants,
    migrationsPath: migrationsPath(),
    afterMigrations: migrateQueue,
  });
  await seed(urls.owner, plugins);
};

/** For processes that leave migrating to `debrief migrate`. @throws AppError DATABASE_NOT_MIGRATED */
export const checkMigrated = ({ urls }: OpenDatabase): Promise<void> => requireMigrated(urls.app, migrationsPath());

import { openLogger, type Logger } from '../logging/logger.js';
import { loadPlugins, type PluginRuntime } from '../plugin-host/load-plugins.js';
import type { JobWorkers } from '../queue/job-worker.js';
import { openNormalizer } from '../transcripts/reading/open-normalizer.js';
import { reservePort, startApi, type Api } from './api.js';
import type { Config } from './config.js';
import { checkMigrated, migrate, openDatabase, type OpenDatabase } from './open-database.js';
import { openSystem, type System } from './open-system.js';
import { startWorker } from './worker.js';

export interface StackOptions {
  readonly api: boolean;
  readonly worker: boolean;
  /** For people: what is being done. */
  readonly progress: (line: string) => void;
}

/** A process's share of Debrief, up and running. */
export interface Stack {
  readonly system: System;
  readonly database: OpenDatabase;
  readonly plugins: PluginRuntime;
  readonly logger: Logger;
  /** Null without the API. */
  readonly api: Api | null;
  /** Ends what is under way within its grace, in order, and leaves the database. */
  close(): Promise<void>;
}

/** Jobs under way get so long to end before they are handed back. */
const WORKER_GRACE_MS = 20_000;

type Closing = () => Promise<unknown>;

const closeAll = async (closings: readonly Closing[]): Promise<void> => {
  for (const close of closings.toReversed()) await close();
};

const prepareDatabase = async (config: Config, plugins: PluginRuntime, logger: Logger, { progress }: StackOptions) => {
  const database = await openDatabase(config, logger);
  const server = database.embedded ? 'PostgreSQL 18 (embedded)' : 'PostgreSQL';
  progress(`${server} at ${database.location}${database.embedded && database.adopted ? ', already running' : ''}`);
  try {
    if (database.embedded) await migrate(database, plugins.catalog);
    else await checkMigrated(database);
  } catch (error) {
    await database.stop();
    throw error;
  }
  return database;
};

const open = async (config: Config, options: StackOptions, closings: Closing[]): Promise<Stack> => {
  const logger = openLogger(config.log);
  const server = options.api ? await reservePort(config.host, config.port) : null;
  if (server) closings.push(() => new Promise((resolve) => server.close(resolve)));
  const plugins = await loadPlugins({ configFile: config.pluginsFile, logger, secrets: (name) => process.env[name] });
  closings.push(() => plugins.dispose());
  const database = await prepareDatabase(config, plugins, logger, options);
  closings.push(() => database.stop());
  const { urls, secret } = database;
  const { redisUrl, defaultModel, pluginsFile, wire } = config;
  const threads = { normalizer: openNormalizer({ pluginsFile }), corrector: openNormalizer({ pluginsFile }) };
  const system = await openSystem({
    urls,
    secret,
    redisUrl,
    wire,
    defaultModel,
    logger,
    plugins: plugins.catalog,
    ...threads,
  });
  closings.push(() => system.close());
  if (options.worker) {
    const workers: JobWorkers = startWorker(system);
    closings.push(() => workers.close(WORKER_GRACE_MS));
  }
  const api = server ? await startApi(system, server, config.host) : null;
  if (api) closings.push(() => api.close());
  return { system, database, plugins, logger, api, close: () => closeAll(closings.splice(0)) };
};

/**
 * Starts the API, the worker, or both, and the database where none is given.
 * @throws AppError with one sentence that says what to do; what was started by then is ended
 */
export const openStack = async (config: Config, options: StackOptions): Promise<Stack> => {
  const closings: Closing[] = [];
  try {
    return await open(config, options, closings);
  } catch (error) {
    await closeAll(closings);
    throw error;
  }
};

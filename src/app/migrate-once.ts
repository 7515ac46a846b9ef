import { openLogger } from '../logging/logger.js';
import { loadPlugins } from '../plugin-host/load-plugins.js';
import type { Config } from './config.js';
import { migrate, openDatabase } from './open-database.js';
import { printLine } from './print-line.js';

/** `debrief migrate`. */
export const migrateOnce = async (config: Config): Promise<void> => {
  const logger = openLogger(config.log);
  const plugins = await loadPlugins({ configFile: config.pluginsFile, logger, secrets: (name) => process.env[name] });
  const database = await openDatabase(config, logger);
  try {
    await migrate(database, plugins.catalog);
    printLine(`The database at ${database.location} is up to date.`);
  } finally {
    await database.stop();
    await plugins.dispose();
  }
};

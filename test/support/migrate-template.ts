import { fileURLToPath } from 'node:url';
import * as everything from '../../src/app/entities.js';
import { migrateDatabase } from '../../src/database/migrate-database.js';
import { migrateQueue } from '../../src/queue/queue-connection.js';

export const { platformTables, sharedTables } = everything;

/** Our migrations, as `debrief migrate` runs them. */
export const migrationsPath = fileURLToPath(new URL('../../migrations', import.meta.url));

export const migrateTemplate = (ownerUrl: string, secret: string): Promise<void> =>
  migrateDatabase({ ...everything, ownerUrl, secret, migrationsPath, afterMigrations: migrateQueue });

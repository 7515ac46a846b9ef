import { fileURLToPath } from 'node:url';
import { entities, grants } from '../../src/app/modules.js';
import { migrateDatabase } from '../../src/database/migrate-database.js';
import { migrateQueue } from '../../src/queue/queue-connection.js';

/** Tables that no organization owns: what ships with Debrief, which the app may only read. */
export const platformTables = ['platform_model_price', 'platform_prompt_version', 'platform_rubric_version'];

/** Tables that no organization owns, in which processes tell each other what each must know; nothing of a call. */
export const sharedTables = ['job_schedule', 'model_gate', 'model_slot'];

/** Our migrations, as `debrief migrate` runs them. */
export const migrationsPath = fileURLToPath(new URL('../../migrations', import.meta.url));

export const migrateTemplate = (ownerUrl: string, secret: string): Promise<void> =>
  migrateDatabase({ entities, grants, ownerUrl, secret, migrationsPath, afterMigrations: migrateQueue });

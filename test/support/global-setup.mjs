import { chmodSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { base, discardAbandoned, prefix } from './test-folder.mjs';

/** Names a folder only: the first test that asks for a database starts the server in it (database.ts). */
export default async () => {
  await discardAbandoned();
  const folder = mkdtempSync(join(base, `${prefix}${process.pid}-`));
  chmodSync(folder, 0o755);
  process.env.DEBRIEF_TEST_FOLDER = folder;
};

import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../errors/app-error.js';
import { codeOf } from '../database-error.js';

const read = (file: string): string | null => {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return null;
    throw new AppError('DATA_FOLDER_UNREADABLE', `${file} cannot be read; run Debrief as the user who owns it.`, {
      cause,
    });
  }
};

/** The installation's secret, made on first use: every password and pepper derives from it. Call under the start lock. */
export const embeddedSecret = (home: string): string => {
  const file = join(home, 'secret');
  const found = read(file);
  if (found !== null && found !== '') return found;
  const made = randomBytes(32).toString('base64url');
  writeFileSync(file, `${made}\n`, { mode: 0o600 });
  return made;
};

import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  chmodSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { AppError } from '../../errors/app-error.js';
import { POSTGRES_MAJOR, type PostgresBinaries } from './postgres-binaries.js';
import { giveTo, type ServerUser } from './server-place.js';

export interface InitializeOptions {
  readonly binaries: PostgresBinaries;
  readonly data: string;
  readonly user: ServerUser | null;
  readonly superuserPassword: string;
  /** Arguments of `initdb` that say how text is sorted; of the embedded server unless told. */
  readonly locale?: readonly string[];
  /** For `initdb`, e.g. `--no-sync` in tests. */
  readonly extraArguments?: readonly string[];
}

const LIMIT_MS = 120_000;

// The same order of strings on every machine, whatever locales it has.
const LOCALE = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];

const run = (program: string, args: readonly string[], user: ServerUser | null, cwd: string): Promise<string> =>
  new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd,
      env: { LC_ALL: 'C', PATH: process.env.PATH },
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: LIMIT_MS,
      ...user,
    });
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code) => resolve(code === 0 ? '' : complaint || `exit code ${code ?? '?'}`));
  });

const ownFolder = (path: string, user: ServerUser | null): void => {
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path);
  chmodSync(path, 0o700);
  giveTo(user, path);
};

const initdb = async (draft: string, passwordFile: string, options: InitializeOptions): Promise<string> => {
  const { binaries, user, superuserPassword, locale = LOCALE, extraArguments = [] } = options;
  writeFileSync(passwordFile, superuserPassword, { mode: 0o600 });
  giveTo(user, passwordFile);
  try {
    const args = ['-D', draft, '-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`, ...locale];
    return await run(
      join(binaries.folder, 'bin', 'initdb'),
      [...args, '--no-instructions', ...extraArguments],
      user,
      draft,
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
};

/** Creates a data folder: complete or absent, so that a kill midway is cured by the next start. */
export const initializeData = async (options: InitializeOptions): Promise<void> => {
  const draft = `${options.data}.draft`;
  ownFolder(draft, options.user);
  const complaint = await initdb(draft, `${draft}-password`, options);
  if (complaint !== '') {
    throw new AppError(
      'EMBEDDED_POSTGRES_FAILED',
      `No data folder could be made in ${dirname(options.data)}: ${complaint.trim()}`,
    );
  }
  renameSync(draft, options.data);
};

const versionIn = (data: string): string | null => {
  try {
    const file = join(data, 'PG_VERSION');
    if (existsSync(file)) return readFileSync(file, 'utf8').trim();
    return existsSync(data) && readdirSync(data).length > 0 ? '?' : null;
  } catch (cause) {
    const message = `The data folder ${data} cannot be read; give it to the user that runs Debrief, or choose another folder.`;
    throw new AppError('DATA_FOLDER_UNREADABLE', message, { cause });
  }
};

/** Whether there is a data folder that these binaries can serve. @throws AppError DATA_FOLDER_VERSION, DATA_FOLDER_UNREADABLE */
export const hasData = (data: string): boolean => {
  const version = versionIn(data);
  if (version === null) return false;
  if (version === '?') {
    throw new AppError(
      'DATA_FOLDER_UNREADABLE',
      `The folder ${data} is not a PostgreSQL data folder; move it away, or choose another folder.`,
    );
  }
  if (version === String(POSTGRES_MAJOR)) return true;
  throw new AppError(
    'DATA_FOLDER_VERSION',
    `The data folder ${data} was made by PostgreSQL ${version} and this Debrief brings ${POSTGRES_MAJOR}; move it away to start with an empty database, or serve it by PostgreSQL ${version} and set DATABASE_URL.`,
  );
};

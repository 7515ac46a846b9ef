import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WIRE_MODES, type WireMode } from '../database/wire/batch-statements.js';
import { AppError } from '../errors/app-error.js';
import type { LoggerOptions } from '../logging/logger.js';

/** What a process is told from outside; see docs/operations.md. */
export interface Config {
  /** Folder of the embedded database, the demo key and the note of the running server. */
  readonly home: string;
  readonly host: string;
  readonly port: number;
  /** Owner's URL of the user's PostgreSQL; null for the embedded one. */
  readonly databaseUrl: string | null;
  /** Gives the database roles their passwords. */
  readonly secret: string | null;
  readonly redisUrl: string | null;
  /** Whether statements to the database are sent together. */
  readonly wire: WireMode;
  /** Model address of the judge where nobody asks for another. */
  readonly defaultModel: string;
  readonly pluginsFile: string;
  readonly log: LoggerOptions;
}

type Env = Readonly<Record<string, string | undefined>>;

/** The folder that holds package.json, from the compiled file as from the source. */
export const packageRoot = (): string => {
  const here = fileURLToPath(new URL('../..', import.meta.url));
  return /[/\\]dist[/\\]?$/.test(here) ? resolve(here, '..') : resolve(here);
};

const given = (env: Env, name: string): string | null => {
  const value = env[name]?.trim();
  return value === undefined || value === '' ? null : value;
};

const oneOf = <Value extends string>(env: Env, name: string, values: readonly Value[], fallback: Value): Value => {
  const value = given(env, name) ?? fallback;
  if ((values as readonly string[]).includes(value)) return value as Value;
  throw new AppError('CONFIG_INVALID', `${name} is "${value}"; it must be one of ${values.join(', ')}.`);
};

const readPort = (env: Env): number => {
  const value = given(env, 'PORT') ?? '4000';
  const port = Number(value);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new AppError('CONFIG_INVALID', `PORT is "${value}"; it must be a number from 0 to 65535.`);
};

const readUrl = (env: Env, name: string, schemes: readonly string[]): string | null => {
  const value = given(env, name);
  if (value === null || schemes.some((scheme) => value.startsWith(`${scheme}://`))) return value;
  throw new AppError(
    'CONFIG_INVALID',
    `${name} must begin with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}.`,
  );
};

/** With a key at hand the OpenAI-compatible provider judges, else the offline baseline. */
const defaultModel = (env: Env): string =>
  given(env, 'DEBRIEF_MODEL') ?? (given(env, 'OPENAI_API_KEY') ? 'openai' : 'baseline');

/**
 * Settings from the environment.
 * @throws AppError CONFIG_INVALID, naming the variable and what it may hold
 */
export const readConfig = (env: Env = process.env): Config => ({
  home: resolve(given(env, 'DEBRIEF_HOME') ?? '.debrief'),
  host: given(env, 'HOST') ?? '127.0.0.1',
  port: readPort(env),
  databaseUrl: readUrl(env, 'DATABASE_URL', ['postgres', 'postgresql']),
  secret: given(env, 'DEBRIEF_SECRET'),
  redisUrl: readUrl(env, 'REDIS_URL', ['redis', 'rediss']),
  wire: oneOf(env, 'DEBRIEF_WIRE', WIRE_MODES, 'batched'),
  defaultModel: defaultModel(env),
  pluginsFile: resolve(given(env, 'DEBRIEF_PLUGINS') ?? resolve(packageRoot(), 'plugins.config.json')),
  log: {
    format: oneOf(env, 'LOG_FORMAT', ['people', 'json'], 'people'),
    level: oneOf(env, 'LOG_LEVEL', ['debug', 'info', 'warn', 'error'], 'warn'),
  },
});

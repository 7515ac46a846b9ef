import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { WireMode } from '../database/wire/batch-statements.js';
import { AppError } from '../errors/app-error.js';
import type { LoggerOptions } from '../logging/logger.js';

/** Listed here again: importing the list loads the database, which `inspect` and `--help` do without. */
const WIRE_MODES: readonly WireMode[] = ['batched', 'plain'];

/** Settings of a process; see docs/operations.md. */
export interface Config {
  /** Folder of the embedded database, the demo key and the note of the running server. */
  readonly home: string;
  /** Whether DEBRIEF_HOME or DATABASE_URL says which data is meant; else commands may use a server that runs elsewhere. */
  readonly isHomeGiven: boolean;
  /** Whether `start` prints the demo key again, which its first start has shown. */
  readonly showKey: boolean;
  readonly host: string;
  readonly port: number;
  /** URL of the user's PostgreSQL with the owner's role; null for the embedded one. */
  readonly databaseUrl: string | null;
  /** The passwords of the database roles derive from it. */
  readonly secret: string | null;
  readonly redisUrl: string | null;
  /** Whether statements to the database are sent together. */
  readonly wire: WireMode;
  /** Model address of the judge for runs that name none. */
  readonly defaultModel: string;
  readonly pluginsFile: string;
  readonly log: LoggerOptions;
}

type Env = Readonly<Record<string, string | undefined>>;

/** The folder of package.json, whether this file runs compiled or as source. */
export const packageRoot = (): string => {
  const here = fileURLToPath(new URL('../..', import.meta.url));
  return /[/\\]dist[/\\]?$/.test(here) ? resolve(here, '..') : resolve(here);
};

const given = (env: Env, name: string): string | null => {
  const value = env[name]?.trim();
  return value === undefined || value === '' ? null : value;
};

/** Reads variables one by one and collects the faults of all of them. */
const openReader = (env: Env) => {
  const faults: string[] = [];
  return {
    faults,
    oneOf: <Value extends string>(name: string, values: readonly Value[], fallback: Value): Value => {
      const value = given(env, name);
      const known = values.find((one) => one === value);
      if (value !== null && known === undefined) {
        faults.push(`${name} is "${value}"; it must be one of ${values.join(', ')}.`);
      }
      return known ?? fallback;
    },
    port: (name: string, fallback: number): number => {
      const value = given(env, name) ?? String(fallback);
      const port = Number(value);
      const isPort = Number.isInteger(port) && port >= 0 && port <= 65_535;
      if (!isPort) faults.push(`${name} is "${value}"; it must be a number from 0 to 65535.`);
      return port;
    },
    /** The value is not repeated in a fault: it may hold a password. */
    url: (name: string, schemes: readonly string[]): string | null => {
      const value = given(env, name);
      const isUrl = value === null || schemes.some((scheme) => value.startsWith(`${scheme}://`));
      if (!isUrl) faults.push(`${name} must begin with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}.`);
      return value;
    },
  };
};

/** With a key the OpenAI-compatible provider is the judge, without one the offline baseline. */
const defaultModel = (env: Env): string =>
  given(env, 'DEBRIEF_MODEL') ?? (given(env, 'OPENAI_API_KEY') ? 'openai' : 'baseline');

/**
 * Settings from the environment.
 * @throws AppError CONFIG_INVALID with every wrong variable: its name, its value unless it may be secret, and what it may hold
 */
export const readConfig = (env: Env = process.env): Config => {
  const read = openReader(env);
  const config: Config = {
    home: resolve(given(env, 'DEBRIEF_HOME') ?? '.debrief'),
    isHomeGiven: given(env, 'DEBRIEF_HOME') !== null || given(env, 'DATABASE_URL') !== null,
    showKey: given(env, 'DEBRIEF_SHOW_KEY') === '1',
    host: given(env, 'HOST') ?? '127.0.0.1',
    port: read.port('PORT', 4000),
    databaseUrl: read.url('DATABASE_URL', ['postgres', 'postgresql']),
    secret: given(env, 'DEBRIEF_SECRET'),
    redisUrl: read.url('REDIS_URL', ['redis', 'rediss']),
    wire: read.oneOf('DEBRIEF_WIRE', WIRE_MODES, 'batched'),
    defaultModel: defaultModel(env),
    pluginsFile: resolve(given(env, 'DEBRIEF_PLUGINS') ?? resolve(packageRoot(), 'plugins.config.json')),
    log: {
      format: read.oneOf('LOG_FORMAT', ['people', 'json'], 'people'),
      level: read.oneOf('LOG_LEVEL', ['debug', 'info', 'warn', 'error'], 'warn'),
    },
  };
  if (read.faults.length > 0) throw new AppError('CONFIG_INVALID', read.faults.join(' '));
  return config;
};

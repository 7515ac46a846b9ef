import { existsSync } from 'node:fs';
import { AppError } from '../errors/app-error.js';
import type { Config } from './config.js';
import { ensureDemo, readDemo } from './demo-key.js';
import { openStack } from './open-stack.js';
import { answersAt, findServer, otherServers } from './server-note.js';

export interface AttachOptions {
  readonly url?: string;
  readonly key?: string;
  /** For people: what is being done. */
  readonly progress: (line: string) => void;
}

/** A server to talk to. */
export interface Attachment {
  readonly url: string;
  readonly key: string;
  /** Ends what was started for this; a server that ran before goes on. */
  close(): Promise<void>;
}

const nothingToClose = (): Promise<void> => Promise.resolve();

const keyFor = async (config: Config, { key }: AttachOptions): Promise<string | null> =>
  key ?? process.env.DEBRIEF_KEY ?? (await readDemo(config.home))?.key ?? null;

const attachTo = async (url: string, config: Config, options: AttachOptions): Promise<Attachment> => {
  if (!(await answersAt(url))) throw new AppError('UNAVAILABLE', `No Debrief answers at ${url}. Is it running?`);
  const key = await keyFor(config, options);
  if (key) return { url, key, close: nothingToClose };
  throw new AppError('UNAUTHENTICATED', 'Name the key of your organization with --key or DEBRIEF_KEY.');
};

/** A server of another folder is of use only to those who brought its key. */
const attachToDefaultPort = async (config: Config, options: AttachOptions): Promise<Attachment | null> => {
  const url = `http://${config.host}:${config.port}`;
  const key = options.key ?? process.env.DEBRIEF_KEY;
  return key !== undefined && (await answersAt(url)) ? { url, key, close: nothingToClose } : null;
};

/**
 * The user's server on another home folder, where nothing says which data is meant and there is none here.
 * @throws AppError BAD_USER_INPUT where several run
 */
const attachElsewhere = async (config: Config, options: AttachOptions): Promise<Attachment | null> => {
  if (config.isHomeGiven || existsSync(config.home)) return null;
  const [only, ...others] = await otherServers(config.home);
  if (!only) return null;
  if (others.length > 0) {
    const all = [only, ...others].map(({ url, home }) => `${url} (DEBRIEF_HOME=${home})`).join(', ');
    throw new AppError('BAD_USER_INPUT', `Several Debriefs run here. Set DEBRIEF_HOME to one of them: ${all}.`);
  }
  const key = options.key ?? process.env.DEBRIEF_KEY ?? (await readDemo(only.home))?.key;
  if (key === undefined) return null;
  options.progress(`Using the Debrief that runs at ${only.url}, with its data in ${only.home}`);
  return { url: only.url, key, close: nothingToClose };
};

const startOwn = async (config: Config, { progress }: AttachOptions): Promise<Attachment> => {
  progress('No Debrief is running: starting one for this command');
  const stack = await openStack({ ...config, host: '127.0.0.1', port: 0 }, { api: true, worker: true, progress });
  try {
    const { key } = await ensureDemo(stack.system, config.home);
    return { key, url: stack.api?.url ?? '', close: () => stack.close() };
  } catch (error) {
    await stack.close();
    throw error;
  }
};

/**
 * The server that `url` names, else the one that runs on this home folder, else the user's one that runs on another where there
 * is no data here, else one started for this command.
 * @throws AppError UNAVAILABLE, UNAUTHENTICATED, BAD_USER_INPUT where several run, or as `openStack`
 */
export const attach = async (config: Config, options: AttachOptions): Promise<Attachment> => {
  const url = options.url ?? process.env.DEBRIEF_URL ?? (await findServer(config.home));
  if (url) return attachTo(url, config, options);
  return (
    (await attachToDefaultPort(config, options)) ??
    (await attachElsewhere(config, options)) ??
    startOwn(config, options)
  );
};

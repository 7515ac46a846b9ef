import pg from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../errors/app-error.js';
import { codeOf, messageOf } from '../database-error.js';
import { hasData, initializeData } from './initialize-data.js';
import { runnableBinaries } from './postgres-binaries.js';
import { halt, launch, livePostmaster, type Postmaster, removeStaleNote } from './postmaster.js';
import { rolePassword } from '../roles.js';
import { type ServerPlace, socketFolder } from './server-place.js';

export interface AttachedServer {
  readonly server: Postmaster;
  readonly adopted: boolean;
  /** A superuser's connection, open as long as we are here: by it others know that the server is in use. */
  readonly presence: pg.Client;
}

const SETTINGS = {
  max_connections: '60',
  shared_buffers: '64MB',
  // Containers give 64 MB of shared memory, and workers would only contend on a developer's machine.
  max_parallel_workers_per_gather: '0',
  jit: 'off',
  log_checkpoints: 'off',
};

/** Patient: a busy machine is no reason to take a server for dead that others use. */
const CONNECT_LIMIT_MS = 20_000;
const READY_LIMIT_MS = 60_000;
const RETRY_LIMIT_MS = 10_000;

const connect = async (folder: string, secret: string): Promise<pg.Client> => {
  const client = new pg.Client({
    host: folder,
    port: 5432,
    user: 'postgres',
    password: rolePassword(secret, 'postgres'),
    database: 'postgres',
    ssl: false,
    application_name: `debrief-presence:${process.pid}`,
    connectionTimeoutMillis: CONNECT_LIMIT_MS,
    query_timeout: 10_000,
  });
  // Without a listener, a server that goes away would end the process.
  client.on('error', () => undefined);
  await client.connect();
  return client;
};

const isWrongPassword = (error: unknown): boolean => codeOf(error) === '28P01';

/** Shutting down, its socket swept away by a cleaner of temporary folders, or frozen. */
const isUnresponsive = (error: unknown): boolean =>
  ['ECONNREFUSED', 'ECONNRESET', 'ENOENT', '57P03'].includes(codeOf(error)) ||
  /timeout|terminated/i.test(messageOf(error));

const wrongSecret = (data: string, cause: unknown): AppError =>
  new AppError(
    'DATA_FOLDER_UNREADABLE',
    `The data folder ${data} was made with another secret; bring the file "secret" of its home back, or move the data away.`,
    { cause },
  );

const readyPostmaster = async (data: string): Promise<Postmaster | null> => {
  const until = Date.now() + READY_LIMIT_MS;
  let live = livePostmaster(data);
  while (live !== null && live.status !== 'ready' && Date.now() < until) {
    await sleep(20);
    live = livePostmaster(data);
  }
  return live;
};

const adopt = async ({ data }: ServerPlace, secret: string): Promise<AttachedServer | null> => {
  const server = await readyPostmaster(data);
  if (server === null) return null;
  try {
    return { server, adopted: true, presence: await connect(server.socketFolder, secret) };
  } catch (error) {
    if (isWrongPassword(error)) throw wrongSecret(data, error);
    if (!isUnresponsive(error)) throw error;
    await halt(data, server);
    return null;
  }
};

const OLD_BACKENDS_LINGER = /pre-existing shared memory block|lock file "[^"]*" already exists/;

const launchPatiently = async (options: Parameters<typeof launch>[0], until: number): Promise<Postmaster> => {
  try {
    return await launch(options);
  } catch (error) {
    if (!OLD_BACKENDS_LINGER.test(messageOf(error)) || Date.now() > until) throw error;
    await sleep(200);
    return launchPatiently(options, until);
  }
};

const start = async (place: ServerPlace, secret: string, logFile: string): Promise<AttachedServer> => {
  const { data, user, location, binariesBase } = place;
  const binaries = runnableBinaries(user, binariesBase);
  if (!hasData(data)) {
    await initializeData({ binaries, data, user, superuserPassword: rolePassword(secret, 'postgres') });
  }
  removeStaleNote(data);
  const options = { binaries, data, user, logFile, settings: SETTINGS, socketFolder: socketFolder(location, user) };
  const server = await launchPatiently(options, Date.now() + RETRY_LIMIT_MS);
  try {
    return { server, adopted: false, presence: await connect(server.socketFolder, secret) };
  } catch (error) {
    await halt(data, server);
    throw isWrongPassword(error) ? wrongSecret(data, error) : error;
  }
};

/** The running server of this folder, or a new one. Call under the start lock. */
export const attachServer = async (place: ServerPlace, secret: string, logFile: string): Promise<AttachedServer> => {
  if (hasData(place.data)) {
    const running = await adopt(place, secret);
    if (running !== null) return running;
  }
  return start(place, secret, logFile);
};

/** Counts the other processes that are at home on this server. */
export const countOthers = async (presence: pg.Client): Promise<number> => {
  const { rows } = await presence.query<{ others: number }>(
    `select count(*)::int as others from pg_stat_activity
     where application_name like 'debrief-presence:%' and pid <> pg_backend_pid()`,
  );
  return rows[0]?.others ?? 0;
};

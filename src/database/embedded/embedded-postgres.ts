import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from '../../logging/logger.js';
import { embeddedSecret } from './embedded-secret.js';
import { type AttachedServer, attachServer, countOthers } from './embedded-server.js';
import { halt, livePostmaster } from './postmaster.js';
import { rolePassword } from '../roles.js';
import { serverFolder, type ServerPlace, serverPlace } from './server-place.js';
import { underLock } from './start-lock.js';

export interface EmbeddedPostgres {
  /** Logs in as `debrief_owner`, who owns the database and is no superuser. */
  readonly ownerUrl: string;
  readonly secret: string;
  /** Folder that holds the data. */
  readonly location: string;
  /** Whether the server was running already, for another process or left by one that died. */
  readonly adopted: boolean;
  /** Leaves; stops the server unless another process is still at home on it. */
  readonly stop: () => Promise<void>;
}

export interface EmbeddedPostgresOptions {
  readonly home: string;
  readonly logger: Logger;
  /** Where root's server keeps what its user cannot reach in `home`; `/var/lib/debrief` unless told. */
  readonly systemFolder?: string;
}

interface Residence {
  readonly place: ServerPlace;
  readonly secret: string;
  readonly logger: Logger;
  attached: AttachedServer;
  leaving: boolean;
}

const OWNER = 'debrief_owner';
const DATABASE = 'debrief';
const REVIVALS = 5;

const lockOf = (folder: string): string => join(folder, 'start.lock');
const logOf = ({ folder }: ServerPlace): string => join(folder, 'server.log');

const exists = async (client: pg.Client, sql: string, name: string): Promise<boolean> =>
  (await client.query(sql, [name])).rows.length > 0;

const ensureOwner = async (client: pg.Client, secret: string): Promise<void> => {
  if (!(await exists(client, 'select from pg_roles where rolname = $1', OWNER))) {
    const password = pg.escapeLiteral(rolePassword(secret, OWNER));
    await client.query(`create role ${OWNER} login createrole password ${password}`);
  }
  if (!(await exists(client, 'select from pg_database where datname = $1', DATABASE))) {
    await client.query(`create database ${DATABASE} owner ${OWNER}`);
  }
};

const settle = async (place: ServerPlace, secret: string): Promise<AttachedServer> => {
  const attached = await attachServer(place, secret, logOf(place));
  await ensureOwner(attached.presence, secret);
  return attached;
};

/** A server that was killed under us is started again (or that of another process, who was first, adopted). */
const watch = (residence: Residence, left = REVIVALS): void => {
  const { place, secret, logger, attached } = residence;
  attached.presence.once('end', () => {
    if (residence.leaving || left === 0) return;
    logger.warn({ location: place.location }, 'the embedded PostgreSQL went away; starting it again');
    underLock(lockOf(place.folder), async () => {
      if (residence.leaving) return;
      residence.attached = await settle(place, secret);
      watch(residence, left - 1);
    }).catch((error: unknown) => logger.error({ err: error }, 'the embedded PostgreSQL cannot be started again'));
  });
};

/** Others that are just leaving get a moment to be gone. */
const isInUse = async (presence: pg.Client): Promise<boolean> => {
  for (let tries = 0; tries < 5; tries += 1) {
    if ((await countOthers(presence)) === 0) return false;
    await sleep(40);
  }
  return true;
};

const leave = async ({ attached: { presence }, place: { data, location } }: Residence): Promise<void> => {
  // A connection that broke tells nothing of others: then the server is left to the next process.
  const inUse = await isInUse(presence).catch(() => true);
  await presence.end().catch(() => undefined);
  const server = livePostmaster(data);
  if (inUse || server === null) return;
  await halt(data, server);
  // One in the temporary folder would pile up there.
  if (!server.socketFolder.startsWith(location)) rmSync(server.socketFolder, { recursive: true, force: true });
};

const announce = ({ logger, place, attached }: Residence): void => {
  const { location, folder } = place;
  logger.debug({ location, adopted: attached.adopted }, 'embedded PostgreSQL is ready');
  if (location === folder) return;
  logger.info(
    { location },
    `PostgreSQL does not run as root, and its user cannot enter ${folder}: its data lies elsewhere`,
  );
};

/**
 * A PostgreSQL of our own, on a Unix socket without a port, for `home`: started, or adopted where it runs already.
 * @throws AppError DATA_FOLDER_UNREADABLE, DATA_FOLDER_VERSION, EMBEDDED_POSTGRES_FAILED
 */
export const startEmbeddedPostgres = async (options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> => {
  const { home, logger, systemFolder } = options;
  const folder = serverFolder(home);
  const residence = await underLock(lockOf(folder), async (): Promise<Residence> => {
    const place = serverPlace(folder, systemFolder);
    const secret = embeddedSecret(home);
    return { place, secret, logger, leaving: false, attached: await settle(place, secret) };
  });
  watch(residence);
  announce(residence);
  const { secret, attached, place } = residence;
  const host = encodeURIComponent(attached.server.socketFolder);
  return {
    ownerUrl: `postgres://${OWNER}:${rolePassword(secret, OWNER)}@${host}/${DATABASE}`,
    secret,
    location: place.location,
    adopted: attached.adopted,
    stop: () => {
      residence.leaving = true;
      return underLock(lockOf(place.folder), () => leave(residence));
    },
  };
};

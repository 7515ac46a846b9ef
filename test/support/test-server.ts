import { existsSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { embeddedSecret } from '../../src/database/embedded/embedded-secret.js';
import { hasData, initializeData } from '../../src/database/embedded/initialize-data.js';
import { type PostgresBinaries, runnableBinaries } from '../../src/database/embedded/postgres-binaries.js';
import { launch, livePostmaster } from '../../src/database/embedded/postmaster.js';
import { ensureRoles, rolePassword, rolePasswords } from '../../src/database/roles.js';
import { serverUser, socketFolder } from '../../src/database/embedded/server-place.js';
import { underLock } from '../../src/database/embedded/start-lock.js';
import { withClient } from '../../src/database/with-client.js';

export interface TestServer {
  readonly socketFolder: string;
  readonly secret: string;
}

export const OWNER = 'debrief_owner';
export const TEMPLATE = 'template_debrief';

/** Everything that makes a server lose data when the machine fails, and fast until then. */
const SETTINGS = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  autovacuum: 'off',
  max_connections: '300',
  shared_buffers: '64MB',
  max_wal_size: '4GB',
  max_parallel_workers_per_gather: '0',
  jit: 'off',
};

/** Of this test run, shared by its test files. */
export const testFolder = (): string => {
  const folder = process.env.DEBRIEF_TEST_FOLDER;
  if (folder === undefined) throw new Error('test/support/global-setup.mjs did not run');
  return folder;
};

export const urlFor = (server: TestServer, role: string, database: string): string =>
  `postgres://${role}:${rolePassword(server.secret, role)}@${encodeURIComponent(server.socketFolder)}/${database}`;

/** One piece of work as superuser, on the maintenance database. */
export const asSuperuser = <T>(server: TestServer, work: (client: pg.Client) => Promise<T>): Promise<T> =>
  withClient({ connectionString: urlFor(server, 'postgres', 'postgres') }, work);

/** The server that DEBRIEF_TEST_POSTGRES names (a folder with `bin/postgres`), so that suites run on other versions too. */
const installedBinaries = (): PostgresBinaries | null => {
  const folder = process.env.DEBRIEF_TEST_POSTGRES;
  if (folder === undefined || folder === '') return null;
  if (existsSync(join(folder, 'bin', 'postgres'))) return { folder, version: 'installed' };
  throw new Error(
    `DEBRIEF_TEST_POSTGRES is "${folder}": there is no bin/postgres. Install PostgreSQL there, or unset it.`,
  );
};

const startServer = async (folder: string, secret: string): Promise<TestServer> => {
  const data = join(folder, 'data');
  const user = serverUser(data);
  const installed = installedBinaries();
  const binaries = installed ?? runnableBinaries(user, folder);
  const superuserPassword = rolePassword(secret, 'postgres');
  const extraArguments = ['--no-sync', '--wal-segsize=16'];
  // Debian's servers of before 17 know no locale of their own.
  const locale = installed === null ? {} : { locale: ['--encoding=UTF8', '--locale=C.UTF-8'] };
  const isThere = installed === null ? hasData(data) : existsSync(join(data, 'PG_VERSION'));
  if (!isThere) await initializeData({ binaries, data, user, superuserPassword, extraArguments, ...locale });
  const logFile = join(folder, 'server.log');
  const socket = socketFolder(folder, user);
  await launch({ binaries, data, user, logFile, socketFolder: socket, settings: SETTINGS });
  return { socketFolder: socket, secret };
};

const runningServer = (folder: string, secret: string): TestServer | null => {
  const live = livePostmaster(join(folder, 'data'));
  return live === null ? null : { socketFolder: live.socketFolder, secret };
};

const createOwner = (server: TestServer): Promise<void> =>
  asSuperuser(server, async (client) => {
    const password = pg.escapeLiteral(rolePassword(server.secret, OWNER));
    await client.query(`create role ${OWNER} login createrole password ${password}`);
    await ensureRoles(client, rolePasswords(server.secret));
    const { rows } = await client.query<{ major: number }>(
      `select current_setting('server_version_num')::int / 10000 as major`,
    );
    const limits = (rows[0]?.major ?? 0) < 16 ? '' : ', inherit false, set false';
    await client.query(
      `grant debrief_app, debrief_reporter, debrief_courier to debrief_owner with admin option${limits}`,
    );
  });

/** The server of this test run, started by whichever test asks first, with the roles and no database of ours. */
export const testServer = (): Promise<TestServer> => {
  const folder = testFolder();
  return underLock(join(folder, 'server.lock'), async () => {
    const secret = embeddedSecret(folder);
    const running = runningServer(folder, secret);
    if (running !== null) return running;
    const server = await startServer(folder, secret);
    await createOwner(server);
    return server;
  });
};

const isThere = async (client: pg.Client, database: string): Promise<boolean> =>
  (await client.query('select from pg_database where datname = $1 and datistemplate', [database])).rows.length > 0;

const buildTemplate = async (server: TestServer): Promise<void> => {
  await asSuperuser(server, async (client) => {
    await client.query(`drop database if exists ${TEMPLATE} with (force)`);
    await client.query(`create database ${TEMPLATE} owner ${OWNER}`);
  });
  // Loaded by the one test file that builds the template, not by all that use it.
  const { migrateTemplate } = await import('./migrate-template.js');
  await migrateTemplate(urlFor(server, OWNER, TEMPLATE), server.secret);
  // Marked last: half a template is built again.
  await asSuperuser(server, (client) => client.query(`alter database ${TEMPLATE} is_template true`));
};

/** Makes sure that the template is there: our migrations, run once a test run. */
export const ensureTemplate = (server: TestServer): Promise<void> =>
  underLock(join(testFolder(), 'template.lock'), async () => {
    if (!(await asSuperuser(server, (client) => isThere(client, TEMPLATE)))) await buildTemplate(server);
  });

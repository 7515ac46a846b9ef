import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { silentLogger } from '../../logging/logger.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.js';
import { readPostmaster } from './postmaster.js';
import { isRoot } from './server-place.js';

let base: string;
let running: EmbeddedPostgres[];

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'debrief-embedded-'));
  chmodSync(base, 0o755);
  running = [];
});

afterEach(async () => {
  for (const server of running) await server.stop();
  rmSync(base, { recursive: true, force: true });
});

const start = async (home = join(base, 'home')): Promise<EmbeddedPostgres> => {
  const server = await startEmbeddedPostgres({ home, logger: silentLogger, systemFolder: join(base, 'system') });
  running.push(server);
  return server;
};

const query = async (url: string, sql: string): Promise<unknown[]> => {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
};

const pidOf = (server: EmbeddedPostgres): number => readPostmaster(join(server.location, 'data'))!.pid;

const isGone = (server: EmbeddedPostgres): boolean => !existsSync(join(server.location, 'data', 'postmaster.pid'));

const until = async (holds: () => Promise<boolean> | boolean): Promise<void> => {
  while (!(await holds())) await new Promise(setImmediate);
};

const writeVersion = (server: EmbeddedPostgres, version: string): void =>
  writeFileSync(join(server.location, 'data', 'PG_VERSION'), `${version}\n`);

describe('startEmbeddedPostgres', () => {
  it('serves an owner who is no superuser, over a socket without a port, and keeps its data', async () => {
    const first = await start();
    expect(first.adopted).toBe(false);
    const [facts] = await query(
      first.ownerUrl,
      `select current_user::text as owner, current_setting('is_superuser') as mighty, current_setting('listen_addresses') as port,
              current_setting('fsync') as fsync, current_setting('server_version_num')::int / 10000 as major`,
    );
    expect(facts).toEqual({ owner: 'debrief_owner', mighty: 'off', port: '', fsync: 'on', major: 18 });
    await query(first.ownerUrl, 'create table kept as select 7 as seven');
    expect(statSync(join(base, 'home', 'secret')).mode & 0o777).toBe(0o600);
    await first.stop();
    expect(isGone(first)).toBe(true);

    const second = await start();
    expect(second.secret).toBe(first.secret);
    expect(await query(second.ownerUrl, 'select seven from kept')).toEqual([{ seven: 7 }]);
  });

  it('is adopted by a second one, and stops only when the last leaves', async () => {
    const [first, second] = await Promise.all([start(), start()]);
    expect([first.adopted, second.adopted].sort()).toEqual([false, true]);
    await first.stop();
    expect(await query(second.ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
    await second.stop();
    expect(isGone(second)).toBe(true);
  });

  it('comes back by itself after kill -9, with what was committed', async () => {
    const server = await start();
    await query(server.ownerUrl, 'create table kept as select 7 as seven');
    const killed = pidOf(server);
    process.kill(killed, 'SIGKILL');
    await until(() =>
      query(server.ownerUrl, 'select seven from kept').then(
        (rows) => rows.length === 1,
        () => false,
      ),
    );
    expect(pidOf(server)).not.toBe(killed);
  });

  it('starts past the note of a dead server whose number a process of the same user has now', async () => {
    const server = await start();
    const note = readFileSync(join(server.location, 'data', 'postmaster.pid'), 'utf8');
    const owner = statSync(join(server.location, 'data'));
    await server.stop();
    const stranger = spawn('sleep', ['60'], { uid: owner.uid, gid: owner.gid, cwd: '/' });
    await once(stranger, 'spawn');
    writeFileSync(join(server.location, 'data', 'postmaster.pid'), note.replace(/^\d+/, String(stranger.pid)));
    const again = await start();
    expect(again.adopted).toBe(false);
    expect(stranger.exitCode).toBeNull();
    stranger.kill();
  });

  it('refuses the data of another major version in one sentence', async () => {
    const server = await start();
    await server.stop();
    writeVersion(server, '17');
    await expect(start()).rejects.toMatchObject({
      code: 'DATA_FOLDER_VERSION',
      message: expect.stringContaining('17'),
    });
    writeVersion(server, '18');
    expect((await start()).adopted).toBe(false);
  });

  it('refuses data that was made with another secret', async () => {
    const server = await start();
    await server.stop();
    writeFileSync(join(base, 'home', 'secret'), 'another\n');
    await expect(start()).rejects.toMatchObject({ code: 'DATA_FOLDER_UNREADABLE' });
    expect(isGone(server)).toBe(true);
  });

  it('refuses a folder of something else, and a home that cannot be made', async () => {
    mkdirSync(join(base, 'home', 'postgres', 'data'), { recursive: true });
    writeFileSync(join(base, 'home', 'postgres', 'data', 'notes.txt'), 'mine');
    await expect(start()).rejects.toMatchObject({ code: 'DATA_FOLDER_UNREADABLE' });
    writeFileSync(join(base, 'file'), '');
    await expect(start(join(base, 'file', 'home'))).rejects.toMatchObject({ code: 'DATA_FOLDER_UNREADABLE' });
  });

  it('works below a folder that only we may enter', async () => {
    const closed = join(base, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    const server = await start(join(closed, 'home'));
    expect(server.location.startsWith(isRoot() ? join(base, 'system') : closed)).toBe(true);
    await query(server.ownerUrl, 'create table kept as select 7 as seven');
    await server.stop();
    expect(await query((await start(join(closed, 'home'))).ownerUrl, 'select seven from kept')).toHaveLength(1);
  });

  it('keeps its data where the folder above is closed later', async () => {
    const home = join(base, 'closed', 'home');
    const server = await start(home);
    await query(server.ownerUrl, 'create table kept as select 7 as seven');
    await server.stop();
    chmodSync(join(base, 'closed'), 0o700);
    expect(await query((await start(home)).ownerUrl, 'select seven from kept')).toHaveLength(1);
  });

  it('starts a new database where the clone is new', async () => {
    const closed = join(base, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    await (await start(join(closed, 'home'))).stop();
    rmSync(join(closed, 'home'), { recursive: true });
    expect(await query((await start(join(closed, 'home'))).ownerUrl, 'select 1 as one')).toHaveLength(1);
  });

  it('works below a path that is too long for a socket, or holds what a list of folders cannot', async () => {
    const server = await start(join(base, `long, "quoted" ${'x'.repeat(90)}`));
    expect(await query(server.ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
    const folder = decodeURIComponent(new URL(server.ownerUrl).hostname);
    expect(folder.startsWith(server.location)).toBe(false);
    await server.stop();
    expect(existsSync(folder)).toBe(false);
  });
});

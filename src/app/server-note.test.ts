import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { attach } from './attach.js';
import { readConfig, type Config } from './config.js';
import { writeDemo } from './demo-key.js';
import { findServer, otherServers, removeServerNote, writeServerNote } from './server-note.js';

const before = process.env.XDG_STATE_HOME;
let folder: string;
const servers: Server[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'debrief-notes-'));
  process.env.XDG_STATE_HOME = join(folder, 'state');
});
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});
afterAll(async () => {
  if (before === undefined) delete process.env.XDG_STATE_HOME;
  else process.env.XDG_STATE_HOME = before;
  await rm(folder, { recursive: true, force: true });
});

/** Something that answers as a Debrief does, with its notes and its demo key. */
const openServer = async (home: string): Promise<string> => {
  const server = createServer((_request, response) => void response.end('{"name":"debrief"}'));
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await writeServerNote(home, url);
  await writeDemo(home, { key: `key of ${home}`, seeded: true });
  return url;
};

const configOf = (changes: Partial<Config>): Config => ({ ...readConfig({}), isHomeGiven: false, port: 1, ...changes });

test('a server is found by its home folder, and from elsewhere until it ends', async () => {
  const [one, here] = [join(folder, 'one'), join(folder, 'here')];
  const url = await openServer(one);
  expect(await findServer(one)).toBe(url);
  expect(await findServer(here)).toBeNull();
  expect(await otherServers(here)).toMatchObject([{ url, home: one }]);
  expect(await otherServers(one)).toEqual([]);
  await removeServerNote(one);
  expect(await otherServers(here)).toEqual([]);
});

test('a note of a server that was killed, and one that is no note, name nobody', async () => {
  const gone = join(folder, 'gone');
  await openServer(gone);
  servers.splice(0).forEach((server) => server.close());
  await writeFile(join(folder, 'state', 'debrief', 'servers', 'x.json'), 'no note');
  expect(await otherServers(join(folder, 'here'))).toEqual([]);
  await removeServerNote(gone);
});

test('a command without a home of its own uses the server that runs, and says so', async () => {
  const one = join(folder, 'one');
  const url = await openServer(one);
  const told: string[] = [];
  const progress = (line: string): void => void told.push(line);
  const attached = await attach(configOf({ home: join(folder, 'none') }), { progress });
  expect(attached).toMatchObject({ url, key: `key of ${one}` });
  expect(told).toEqual([`Using the Debrief that runs at ${url}, with its data in ${one}`]);
  await openServer(join(folder, 'two'));
  await expect(attach(configOf({ home: join(folder, 'none') }), { progress })).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
  });
});

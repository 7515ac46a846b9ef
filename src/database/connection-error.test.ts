import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createEmptyDatabase, type TestDatabase } from '../../test/support/database.js';
import { withClient } from './with-client.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await createEmptyDatabase();
});
afterAll(() => database.drop());

const failure = async (url: string): Promise<{ code: string; message: string }> => {
  const work = withClient({ connectionString: url, connectionTimeoutMillis: 500 }, () => Promise.resolve());
  const { code, message } = (await work.then(
    () => new Error('It connected.'),
    (error: unknown) => error,
  )) as { code: string; message: string };
  return { code, message };
};

const closedPort = async (): Promise<number> => {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
};

describe('a connection that cannot be made says why in one sentence', () => {
  test('with a wrong password, which it does not repeat', async () => {
    const url = database.ownerUrl.replace(/\/\/[^@]*@/, '//debrief_owner:secret@');
    const { code, message } = await failure(url);
    expect(code).toBe('CONFIG_INVALID');
    expect(message).toMatch(/^PostgreSQL at \S+ cannot be used: it refuses the password of "debrief_owner"\.$/);
    expect(message).not.toContain('secret');
  });

  test('with a database that is not there', async () => {
    const { code, message } = await failure(database.ownerUrl.replace(/\/[^/]*$/, '/no_such_database'));
    expect([code, message]).toEqual([
      'CONFIG_INVALID',
      expect.stringContaining('it has no database "no_such_database"'),
    ]);
  });

  test('with a port where nothing listens', async () => {
    const port = await closedPort();
    expect(await failure(`postgres://me:pw@127.0.0.1:${port}/debrief`)).toEqual({
      code: 'DATABASE_UNREACHABLE',
      message: `PostgreSQL at 127.0.0.1:${port} cannot be reached: nothing listens there.`,
    });
  });

  test('with a host that there is not', async () => {
    const { code, message } = await failure('postgres://me:pw@no-such-host.invalid/debrief');
    expect(code).toBe('DATABASE_UNREACHABLE');
    expect(message).toMatch(/^PostgreSQL at no-such-host\.invalid:5432 cannot be reached: /);
  });

  test('with a server that says nothing', async () => {
    const server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const { code, message } = await failure(`postgres://me:pw@127.0.0.1:${port}/debrief`);
    server.close();
    expect([code, message]).toEqual(['DATABASE_UNREACHABLE', expect.stringContaining('it does not answer in time')]);
  });
});

import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { silentLogger } from '../logging/logger.js';
import { openEventBus, type EventBus } from './event-bus.js';
import { EVENT_CHANNEL } from './event-stamper.js';

let database: TestDatabase;
const open: EventBus[] = [];
const openBus = (url = database.appUrl): EventBus => {
  const bus = openEventBus({ url, logger: silentLogger });
  open.push(bus);
  return bus;
};
let client: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((bus) => bus.close()));
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

const notify = (organizationId: string) => client.query('select pg_notify($1, $2)', [EVENT_CHANNEL, organizationId]);
const listening = `select pid from pg_stat_activity where application_name = 'debrief listen' and datname = current_database()`;
const pids = async (): Promise<number[]> => (await client.query<{ pid: number }>(listening)).rows.map(({ pid }) => pid);
const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
  const deadline = Date.now() + 10_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error('It never came true.');
    await sleep(10);
  }
};

describe('the event bus', () => {
  test('tells the listeners of the organization that was named, and no others', async () => {
    const bus = openBus();
    const told: string[] = [];
    await until(async () => (await pids()).length === 1);
    const leaveOne = bus.subscribe('one', () => told.push('one'));
    const leaveTwo = bus.subscribe('two', () => told.push('two'));
    await until(async () => {
      await notify('one');
      return told.includes('one');
    });
    expect(told).not.toContain('two');
    leaveOne();
    leaveOne();
    expect(bus.listeners).toBe(1);
    leaveTwo();
    expect(bus.listeners).toBe(0);
    await bus.close();
    await until(async () => (await pids()).length === 0);
  });

  test('comes back after its connection was cut, once, and has everyone look', async () => {
    const bus = openBus();
    await until(async () => (await pids()).length === 1);
    const [first] = await pids();
    let looks = 0;
    bus.subscribe('one', () => {
      looks += 1;
    });
    await notify('other');
    const asSuper = new pg.Client({ connectionString: database.appUrl });
    await asSuper.connect();
    await asSuper.query('select pg_terminate_backend($1)', [first]);
    await asSuper.end();
    await until(async () => (await pids()).some((pid) => pid !== first));
    await until(() => looks > 0);
    expect(await pids()).toHaveLength(1);
    await bus.close();
  });

  test('knocks at a server that is down at one steady rate, however long it is down', async () => {
    const sockets: Socket[] = [];
    const server = createServer((socket) => {
      sockets.push(socket);
      socket.destroy();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('No port.');
    const bus = openBus(`postgres://x:y@127.0.0.1:${address.port}/z`);
    await sleep(3_200);
    await bus.close();
    expect(sockets.length).toBeGreaterThanOrEqual(4);
    expect(sockets.length).toBeLessThanOrEqual(8);
    const knocked = sockets.length;
    await sleep(700);
    expect(sockets).toHaveLength(knocked);
    await new Promise((resolve) => server.close(resolve));
  });
});

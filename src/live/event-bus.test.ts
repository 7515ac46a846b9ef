import { once } from 'node:events';
import { createServer } from 'node:net';
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
    const told = { one: 0, two: 0 };
    const leaveOne = bus.subscribe('one', () => (told.one += 1));
    const leaveTwo = bus.subscribe('two', () => (told.two += 1));
    await until(() => told.one > 0);
    // A look at everything, as after the connection, tells both at the same moment.
    expect(told.one).toBe(told.two);
    await notify('one');
    await until(() => told.one > told.two);
    await notify('two');
    await until(() => told.one === told.two);
    expect(await pids()).toHaveLength(1);
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
    let looks = 0;
    bus.subscribe('one', () => {
      looks += 1;
    });
    await until(async () => (await pids()).length === 1 && looks > 0);
    const [first] = await pids();
    const before = looks;
    await notify('other');
    const asSuper = new pg.Client({ connectionString: database.appUrl });
    await asSuper.connect();
    await asSuper.query('select pg_terminate_backend($1)', [first]);
    await asSuper.end();
    // The one that was cut may be listed for a moment longer.
    await until(async () => {
      const now = await pids();
      return now.length === 1 && now[0] !== first;
    });
    await until(() => looks > before);
    await bus.close();
  });

  test('knocks at a server that is down at one steady rate, however long it is down', async () => {
    const knocks: number[] = [];
    const server = createServer((socket) => {
      knocks.push(performance.now());
      socket.destroy();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('No port.');
    const bus = openBus(`postgres://x:y@127.0.0.1:${address.port}/z`);
    // Six take 2.5 s; pauses that doubled would make it 15.5.
    await until(() => knocks.length === 6);
    await bus.close();
    const pauses = knocks.slice(1).map((at, n) => at - knocks[n]!);
    // A timer may go off a millisecond early.
    expect(Math.min(...pauses)).toBeGreaterThan(498);
    const knocked = knocks.length;
    await sleep(700);
    expect(knocks).toHaveLength(knocked);
    await new Promise((resolve) => server.close(resolve));
  });
});

import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { openAuthenticator } from '../access/authenticate.js';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { openCourierPool, openCourierReads } from '../database/wire/courier.js';
import { silentLogger } from '../logging/logger.js';
import { readConfig, type Config } from './config.js';
import { addOrganization } from './create-organization.js';
import { createKey, listKeys, revokeKey } from './manage-keys.js';
import { migrateOnce } from './migrate-once.js';

let database: TestDatabase;
let config: Config;

const printed: string[] = [];
/** What a command prints. */
const outputOf = async (command: Promise<unknown>): Promise<string> => {
  printed.length = 0;
  await command;
  return printed.join('');
};

beforeAll(async () => {
  database = await createTestDatabase();
  config = { ...readConfig({}), databaseUrl: database.ownerUrl, secret: database.secret };
  jest.spyOn(process.stdout, 'write').mockImplementation(((text: string) => printed.push(text) > 0) as never);
  await migrateOnce(config);
});
afterEach(() => void (printed.length = 0));
afterAll(async () => {
  jest.restoreAllMocks();
  await database.drop();
});

const keyIn = (text: string): string => /dbf_\w{32}_\w{6}/.exec(text)?.[0] ?? 'no key was printed';

const roleOf = async (key: string): Promise<string> => {
  const pool = openCourierPool({ url: database.courierUrl, poolMax: 1, logger: silentLogger });
  try {
    return (await openAuthenticator(openCourierReads(pool)).authenticate(`Bearer ${key}`)).actor.role;
  } catch (error) {
    return (error as { code: string }).code;
  } finally {
    await pool.end();
  }
};

test('there are keys only of an organization', async () => {
  await expect(listKeys(config, {})).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: expect.stringContaining('debrief organization NAME'),
  });
});

test('an organization has a name of its own, and its id is printed', async () => {
  const text = await outputOf(addOrganization(config, '  Nimbus Ltd ', []));
  expect(text).toMatch(/^Organization Nimbus Ltd was created, with the id [0-9a-f-]{36}\./);
  expect(await roleOf(keyIn(text))).toBe('ADMIN');
  for (const name of ['Nimbus Ltd', 'nimbus  LTD']) {
    await expect(addOrganization(config, name, [])).rejects.toMatchObject({ code: 'CONFLICT' });
  }
  for (const name of ['', ' \u200b ', 'x'.repeat(201)]) {
    await expect(addOrganization(config, name, [])).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  }
});

test('a key is made, listed without its secret, and revoked by its beginning', async () => {
  const key = keyIn(await outputOf(createKey(config, 'import', { role: 'SERVICE', expires: '2099-01-31' })));
  expect(await roleOf(key)).toBe('SERVICE');
  const list = await outputOf(listKeys(config, {}));
  expect(list).toContain('Nimbus Ltd (');
  expect(list).toMatch(/dbf_\w{6}… {2}import +SERVICE +\d{4}-\d\d-\d\d {2}good until 2099-01-31/);
  expect(list).not.toContain(key);
  expect(Math.max(...list.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(await outputOf(revokeKey(config, key.slice(0, 10), {}))).toContain('is revoked');
  expect(await roleOf(key)).toBe('UNAUTHENTICATED');
  expect(await outputOf(listKeys(config, {}))).not.toContain('import');
  expect(await outputOf(listKeys(config, { all: true }))).toMatch(/import .* revoked \d{4}/);
  await expect(revokeKey(config, key.slice(0, 10), {})).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('the last administrator stays, until there is another one', async () => {
  await expect(revokeKey(config, 'administrator', {})).rejects.toMatchObject({ code: 'CONFLICT' });
  await outputOf(createKey(config, 'an analyst', { role: 'ANALYST' }));
  await expect(revokeKey(config, 'administrator', {})).rejects.toMatchObject({ code: 'CONFLICT' });
  await outputOf(createKey(config, 'second', { role: 'ADMIN' }));
  expect(await outputOf(revokeKey(config, 'administrator', {}))).toContain('is revoked');
  await expect(revokeKey(config, 'second', {})).rejects.toMatchObject({ code: 'CONFLICT' });
});

test('among several organizations one is named', async () => {
  await outputOf(addOrganization(config, 'Other', ['other.example']));
  await expect(createKey(config, 'x', { role: 'ADMIN' })).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
    message: expect.stringContaining('"Nimbus Ltd" ('),
  });
  await expect(listKeys(config, { organization: 'Third' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(await outputOf(listKeys(config, { organization: 'OTHER' }))).toContain('Other (');
  await expect(createKey(config, 'x', { organization: 'Other', role: 'ADMIN', expires: 'soon' })).rejects.toMatchObject(
    { code: 'BAD_USER_INPUT' },
  );
});

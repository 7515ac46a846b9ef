import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { migrateTemplate, migrationsPath, platformTables, sharedTables } from '../../test/support/migrate-template.js';
import { MIGRATIONS_TABLE } from './grant-rights.js';
import { requireMigrated } from './migrate-database.js';
import { roleUrls } from './roles.js';
import { withClient } from './with-client.js';

const query = (url: string, sql: string): Promise<Record<string, unknown>[]> =>
  withClient({ connectionString: url }, async (client) => (await client.query<Record<string, unknown>>(sql)).rows);

const refusal = { code: '42501' };
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database.drop());

describe('migrateDatabase', () => {
  it('leaves a database that processes accept, and does nothing the second time', async () => {
    for (const url of [database.appUrl, database.courierUrl, database.reporterUrl]) {
      await expect(requireMigrated(url, migrationsPath)).resolves.toBeUndefined();
    }
    const applied = `select count(*)::int as applied from ${MIGRATIONS_TABLE}`;
    const before = await query(database.ownerUrl, applied);
    await migrateTemplate(database.ownerUrl, database.secret);
    expect(await query(database.ownerUrl, applied)).toEqual(before);
  });

  it('runs once where two start at the same time', async () => {
    const empty = await createEmptyDatabase();
    await Promise.all([migrateTemplate(empty.ownerUrl, empty.secret), migrateTemplate(empty.ownerUrl, empty.secret)]);
    await expect(requireMigrated(empty.appUrl, migrationsPath)).resolves.toBeUndefined();
    await empty.drop();
  });

  it('migrates again after the courier has made sequences of its own', async () => {
    await query(database.courierUrl, 'create sequence bullmq.bullmq_jid_test');
    await expect(migrateTemplate(database.ownerUrl, database.secret)).resolves.toBeUndefined();
  });

  it('gives every tenant table a forced policy', async () => {
    const open = await query(
      database.ownerUrl,
      `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
       and not (relrowsecurity and relforcerowsecurity) order by 1`,
    );
    expect(open.map(({ relname }) => relname)).toEqual([MIGRATIONS_TABLE, ...platformTables, ...sharedTables].sort());
  });
});

describe('rights', () => {
  it('lets the app read platform tables and write none', async () => {
    for (const table of platformTables) {
      await expect(query(database.appUrl, `select from ${table}`)).resolves.toEqual([]);
      await expect(query(database.appUrl, `delete from ${table}`)).rejects.toMatchObject(refusal);
    }
  });

  it.each([
    ['app', `select from ${MIGRATIONS_TABLE}`],
    ['app', 'select from bullmq.bullmq_job'],
    ['app', 'create table public.mine ()'],
    ['app', 'alter table run disable row level security'],
    ['app', 'truncate run'],
    ['reporter', 'delete from run'],
    ['reporter', `select from ${MIGRATIONS_TABLE}`],
    ['courier', 'select document from normalization'],
    ['courier', 'select bytes from raw_file'],
    ['courier', 'select spec from run'],
    ['courier', `update run set status = 'SCORED'`],
    ['courier', 'create table public.mine ()'],
  ] as const)('refuses the %s `%s`', async (role, sql) => {
    const url = { app: database.appUrl, reporter: database.reporterUrl, courier: database.courierUrl }[role];
    await expect(query(url, sql)).rejects.toMatchObject(refusal);
  });

  it('lets the reporter read, and the courier dispatch', async () => {
    expect(await query(database.reporterUrl, 'select from run')).toEqual([]);
    expect(await query(database.courierUrl, 'select from outbox for update skip locked')).toEqual([]);
    expect(await query(database.courierUrl, 'select status from run where lease_until is null')).toEqual([]);
  });
});

describe('requireMigrated', () => {
  it('refuses an empty database, and one behind the code, and accepts one ahead', async () => {
    const empty = await createEmptyDatabase();
    await expect(requireMigrated(empty.appUrl, migrationsPath)).rejects.toMatchObject({
      code: 'DATABASE_NOT_MIGRATED',
    });
    await empty.drop();
    const folder = mkdtempSync(join(tmpdir(), 'debrief-migrations-'));
    writeFileSync(join(folder, 'Migration20200101000000_old.js'), '');
    await expect(requireMigrated(database.appUrl, folder)).resolves.toBeUndefined();
    writeFileSync(join(folder, 'Migration29990101000000_new.js'), '');
    await expect(requireMigrated(database.appUrl, folder)).rejects.toMatchObject({ code: 'DATABASE_NOT_MIGRATED' });
    rmSync(folder, { recursive: true });
  });

  it('says what to do where the roles have other passwords', async () => {
    const stranger = new URL(database.appUrl);
    stranger.password = 'another';
    await expect(requireMigrated(stranger.href, migrationsPath)).rejects.toMatchObject({
      code: 'DATABASE_NOT_MIGRATED',
      message: expect.stringContaining('debrief migrate') as unknown,
    });
  });

  it('has a code for a database that does not answer', async () => {
    const nowhere = 'postgres://a:b@127.0.0.1:1/c';
    await expect(requireMigrated(nowhere, migrationsPath)).rejects.toMatchObject({ code: 'DATABASE_UNREACHABLE' });
  });
});

describe('an owner who may not create roles', () => {
  const limited = 'limited_owner';

  const limitedUrl = async (name: string): Promise<string> => {
    await query(database.ownerUrl, `create role ${limited} login password 'limited'`);
    await query(database.ownerUrl, `grant all on database ${name} to ${limited}`);
    const url = new URL(database.ownerUrl);
    url.username = limited;
    url.password = 'limited';
    return url.href;
  };

  it('is told what an administrator runs', async () => {
    const url = await limitedUrl(new URL(database.ownerUrl).pathname.slice(1));
    // With another secret the roles' passwords do not fit, and this owner may not set them.
    const failed = migrateTemplate(url, 'another secret');
    const [app] = [new URL(roleUrls(url, 'another secret').app).password];
    await expect(failed).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining(`alter role debrief_app login password ${pg.escapeLiteral(app)};`),
    });
    await expect(failed).rejects.toThrow(/create role debrief_courier/);
  });
});

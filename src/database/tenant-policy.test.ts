import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defineEntity, p } from '@mikro-orm/postgresql';
import { createEmptyDatabase, type TestDatabase } from '../../test/support/database.js';
import { openOrm, type Orm } from './open-orm.js';
import { tenantPolicy } from './tenant-policy.js';
import { withClient } from './with-client.js';

const Tenant = defineEntity({
  name: 'Tenant',
  tableName: 'tenant',
  ...tenantPolicy('tenant', { column: 'id' }),
  properties: { id: p.uuid().primary() },
});

const tableOf = (name: string, courier?: 'select' | 'update' | 'all') =>
  defineEntity({
    name,
    tableName: name,
    ...tenantPolicy(name, courier === undefined ? {} : { courier }),
    properties: { id: p.uuid().primary().defaultRaw('gen_random_uuid()'), organizationId: p.uuid(), note: p.text() },
  });

const entities = [
  Tenant,
  tableOf('plain'),
  tableOf('seen', 'select'),
  tableOf('leased', 'update'),
  tableOf('sent', 'all'),
];
const one = '01990000-0000-7000-8000-000000000001';
const other = '01990000-0000-7000-8000-000000000002';

let database: TestDatabase;
let orm: Orm;

beforeAll(async () => {
  database = await createEmptyDatabase();
  orm = await openOrm({ url: database.ownerUrl, entities, poolMax: 2, applicationName: 'debrief-test' });
  await orm.schema.create();
  await orm.em.getConnection().execute(`
    grant usage on schema public to debrief_app, debrief_courier;
    grant select, insert, update, delete on all tables in schema public to debrief_app, debrief_courier`);
});

afterAll(async () => {
  await orm.close(true);
  await database.drop();
});

const as = (url: string, organization: string, sql: string): Promise<{ rows: unknown[]; rowCount: number | null }> =>
  withClient({ connectionString: url }, async (client) => {
    await client.query(`select set_config('app.organization_id', $1, false)`, [organization]);
    return client.query<Record<string, unknown>>(sql);
  });

const insert = (url: string, setting: string, organization: string, table = 'plain') =>
  as(url, setting, `insert into ${table} (organization_id, note) values ('${organization}', 'x')`);

describe('tenantPolicy', () => {
  it('is enabled and forced on every table, and the generator finds nothing to change', async () => {
    const { rows } = await as(
      database.ownerUrl,
      '',
      `select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
       and not (relrowsecurity and relforcerowsecurity)`,
    );
    expect(rows).toEqual([]);
    expect((await orm.schema.getUpdateSchemaSQL()).trim()).toBe('');
  });

  it('shows and takes rows of the set organization only, from the owner too', async () => {
    for (const url of [database.appUrl, database.ownerUrl]) {
      await insert(url, one, one);
      await expect(insert(url, one, other)).rejects.toMatchObject({ code: '42501' });
      await expect(insert(url, '', one)).rejects.toMatchObject({ code: '42501' });
      for (const [setting, visible] of [
        [one, true],
        [other, false],
        ['', false],
      ] as const) {
        expect((await as(url, setting, 'select from plain')).rows.length > 0).toBe(visible);
      }
      expect((await as(url, other, `update plain set note = 'y'`)).rowCount).toBe(0);
      expect((await as(url, other, `delete from plain`)).rowCount).toBe(0);
      await expect(as(url, one, `update plain set organization_id = '${other}'`)).rejects.toMatchObject({
        code: '42501',
      });
    }
  });

  it('takes another column for the table of organizations', async () => {
    await as(database.appUrl, one, `insert into tenant values ('${one}')`);
    await expect(as(database.appUrl, one, `insert into tenant values ('${other}')`)).rejects.toMatchObject({
      code: '42501',
    });
    expect((await as(database.appUrl, other, 'select from tenant')).rows).toEqual([]);
  });

  it.each([
    ['plain', { select: 0, update: 0, remove: 0 }],
    ['seen', { select: 1, update: 0, remove: 0 }],
    ['leased', { select: 1, update: 1, remove: 0 }],
    ['sent', { select: 1, update: 1, remove: 1 }],
  ])('lets the courier do across organizations with %s what is asked', async (table, expected) => {
    await as(database.appUrl, one, `delete from ${table}`);
    await insert(database.appUrl, one, one, table);
    const asCourier = async (sql: string) => (await as(database.courierUrl, '', sql)).rowCount;
    const select = await asCourier(`select from ${table}`);
    const update = await asCourier(`update ${table} set note = 'z'`);
    const remove = await asCourier(`delete from ${table}`);
    expect({ select, update, remove }).toEqual(expected);
  });
});

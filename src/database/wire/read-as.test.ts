import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { WIRE_MODES } from './batch-statements.js';
import { openReadAs, type Reads } from './read-as.js';

let database: TestDatabase;
let pool: pg.Pool;
let modes: Readonly<Record<(typeof WIRE_MODES)[number], (organizationId: string) => Reads>>;
const one = randomUUID();
const other = randomUUID();

const OWN_COMPANIES = { name: 'own_companies', text: 'select organization_id, name from company', values: [] };
type Row = { organization_id: string; name: string };

beforeAll(async () => {
  database = await createTestDatabase();
  pool = new pg.Pool({ connectionString: database.appUrl, max: 2 });
  const open =
    (wire: (typeof WIRE_MODES)[number], from = openReadAs(pool, wire)) =>
    (organizationId: string) =>
      from({ organizationId, viewer: null });
  modes = { batched: open('batched'), plain: open('plain') };
  for (const id of [one, other]) {
    await inOrganization(id, `insert into organization (id, name) values ($1, 'Sample')`, [id]);
    await write(id, 'first');
  }
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

const inOrganization = async (organizationId: string, text: string, values: unknown[]): Promise<void> => {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query(`select set_config('app.organization_id', $1, true)`, [organizationId]);
    await client.query(text, values);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
};

const write = (organizationId: string, name: string): Promise<void> =>
  inOrganization(
    organizationId,
    'insert into company (organization_id, id, name, identity) values ($1, gen_random_uuid(), $2, $2)',
    [organizationId, name],
  );

const tenantsLeftBehind = async (): Promise<string[]> => {
  const clients = await Promise.all([pool.connect(), pool.connect()]);
  const left = await Promise.all(
    clients.map((client) =>
      client.query<{ left: string | null }>(`select current_setting('app.organization_id', true) as left`),
    ),
  );
  for (const client of clients) client.release();
  return left.map(({ rows }) => rows[0]?.left ?? '').filter((value) => value !== '');
};

describe.each(WIRE_MODES)('readAs, %s', (wire) => {
  const readAs = (organizationId: string): Reads => modes[wire](organizationId);

  it('keeps two organizations apart through 500 interleaved reads and writes on a pool of 2', async () => {
    const wrong: Row[] = [];
    let seen = 0;
    await Promise.all(
      Array.from({ length: 500 }, async (_, at) => {
        const organization = at % 2 === 0 ? one : other;
        if (at % 5 === 0) return write(organization, `${wire} ${at}`);
        const rows = await readAs(organization).read<Row>(OWN_COMPANIES);
        seen += rows.length;
        wrong.push(...rows.filter((row) => row.organization_id !== organization));
      }),
    );
    expect(wrong).toEqual([]);
    expect(seen).toBeGreaterThanOrEqual(400);
    const written = (await readAs(one).read<Row>(OWN_COMPANIES)).filter(({ name }) => name.startsWith(wire));
    expect(written).toHaveLength(50);
    expect(await tenantsLeftBehind()).toEqual([]);
  });

  it.each([
    ['no organization', ''],
    ['a stranger', randomUUID()],
  ])('shows nothing to %s', async (_, organization) => {
    expect(await readAs(organization).read(OWN_COMPANIES)).toEqual([]);
  });

  it.each([
    ['an SQL error', { name: 'division', text: 'select 1 / $1::int as x', values: [0] }, '22012'],
    ['a statement that does not parse', { name: 'no_table', text: 'select 1 from nowhere', values: [] }, '42P01'],
    ['a value that does not fit', { name: 'misfit', text: 'select $1::int as x', values: ['seven'] }, '22P02'],
  ])('stays usable after %s, and says the same again', async (_, statement, code) => {
    for (let times = 0; times < 4; times += 1) {
      await expect(readAs(one).read(statement)).rejects.toMatchObject({ code });
      expect(await readAs(one).read(OWN_COMPANIES)).not.toHaveLength(0);
    }
  });

  it('stays usable after organizations that are none', async () => {
    const everybody = { name: 'everybody', text: 'select id from organization', values: [] };
    for (const organization of ['not-a-uuid', `${one}'--`, 'a\u0000b', '\ud800']) {
      await expect(readAs(organization).read(everybody)).rejects.toMatchObject({ code: expect.stringMatching(/^22/) });
      expect(await readAs(one).read(OWN_COMPANIES)).not.toHaveLength(0);
    }
    expect(await tenantsLeftBehind()).toEqual([]);
  });

  it('stays usable after a value that cannot be sent', async () => {
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    const statement = { name: 'echo', text: 'select $1::jsonb as x', values: [circular] };
    await expect(readAs(one).read(statement)).rejects.toThrow(/circular/i);
    expect(await readAs(one).read({ ...statement, values: [{ a: 1 }] })).toEqual([{ x: { a: 1 } }]);
  });

  it('answers dates as the API needs them, and numbers that a number cannot hold as strings', async () => {
    const text = `select '2026-03-01T10:00:00.123Z'::timestamptz as at, '2026-03-01'::date as day, 9007199254740993::bigint as big,
                  1.10::numeric as money, array['a'] as list, null::text as none`;
    const [row] = await readAs(one).read({ name: 'types', text, values: [] });
    expect(row).toEqual({
      at: new Date('2026-03-01T10:00:00.123Z'),
      day: '2026-03-01',
      big: '9007199254740993',
      money: '1.10',
      list: ['a'],
      none: null,
    });
  });

  it('cannot write for another organization', async () => {
    const text = `insert into company (organization_id, id, name, identity) values ($1, gen_random_uuid(), 'x', 'x')`;
    await expect(readAs(one).read({ name: 'intrude', text, values: [other] })).rejects.toMatchObject({
      code: '42501',
    });
  });

  it('has a time limit with a code', async () => {
    // Long enough for any other statement on a busy machine.
    const hurried = new pg.Pool({ connectionString: database.appUrl, max: 1, statement_timeout: 1_000 });
    const sleep = { name: 'sleep', text: 'select pg_sleep(60)', values: [] };
    const reads = openReadAs(hurried, wire)({ organizationId: one, viewer: null });
    await expect(reads.read(sleep)).rejects.toMatchObject({ code: 'TIMEOUT' });
    expect(await reads.read(OWN_COMPANIES)).not.toHaveLength(0);
    await hurried.end();
  });

  it('has a code for a database that is not there', async () => {
    const nowhere = new pg.Pool({ host: '/nowhere', max: 1 });
    const reads = openReadAs(nowhere, wire)({ organizationId: one, viewer: null });
    await expect(reads.read(OWN_COMPANIES)).rejects.toMatchObject({ code: 'DATABASE_UNREACHABLE' });
    await nowhere.end();
  });
});

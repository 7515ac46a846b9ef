import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { entities, grants } from '../../src/app/modules.js';
import { identifyCompany, identifyRepresentative } from '../../src/people/identify.js';
import { companyPage } from '../../src/people/people-reads.js';
import { auditPage } from '../../src/audit/audit-reads.js';
import { runPage } from '../../src/runs/run-reads.js';
import { inTransaction } from '../../src/scope/in-transaction.js';
import type { Scope } from '../../src/scope/scope.js';
import { acceptTranscript } from '../../src/transcripts/uploads/accept-upload.js';
import { transcriptPage, transcriptsById } from '../../src/transcripts/transcript-reads.js';
import { rawFileOf } from '../../src/transcripts/uploads/raw-file.js';
import { platformTables, sharedTables } from '../support/migrate-template.js';
import { startTestSystem, type TestOrganization, type TestSystem } from '../support/system.js';
import { apiClient, must, sampleCall } from './client.js';

let running: TestSystem;
let app: pg.Client;
let one: TestOrganization;
let two: TestOrganization;

beforeAll(async () => {
  running = await startTestSystem({ worker: false, poolMax: 2 });
  [one, two] = [await running.createOrganization('One'), await running.createOrganization('Two')];
  app = new pg.Client({ connectionString: running.database.appUrl });
  await app.connect();
});
afterAll(async () => {
  await app.end();
  await running.close();
});

const rowsOf = async <Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> =>
  (await app.query<Row>(text, values)).rows;

const TENANT_TABLES = `select c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
    pg_get_userbyid(c.relowner) as owner, a.attnum as column
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id' and not a.attisdropped
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1`;

/**
 * Indexes that need not start with the organization: none is unique, so none tells of a row of another organization,
 * and each serves a role that works across organizations under a policy of its own.
 */
const ACROSS: Readonly<Record<string, string>> = {
  api_key_hash_index: 'a key is looked up before its organization is known',
  event_unstamped: 'the stamper takes the oldest of all',
  outbox_available: 'the dispatcher takes the oldest of all',
  provider_batch_unfinished: 'the reconciler takes whatever is late',
  run_unfinished: 'the reconciler takes whatever is late',
  transcript_unfinished: 'the reconciler takes whatever is late',
};

interface TenantTable {
  readonly name: string;
  readonly enabled: boolean;
  readonly forced: boolean;
  readonly owner: string;
  readonly column: number;
}

describe('the catalog', () => {
  let tables: TenantTable[];
  beforeAll(async () => {
    tables = await rowsOf<TenantTable>(TENANT_TABLES);
  });

  test('knows every entity as a table of an organization, of the platform, of all, or as the organization itself', () => {
    expect(tables.length + platformTables.length + sharedTables.length + 1).toBe(entities.length);
  });

  test('every tenant table has row-level security, enabled and forced, and is not the app’s own', async () => {
    const organization = await rowsOf<TenantTable>(
      `select relname as name, relrowsecurity as enabled, relforcerowsecurity as forced, pg_get_userbyid(relowner) as owner from pg_class where relname = 'organization'`,
    );
    for (const { name, ...table } of [...tables, ...organization]) {
      expect({ name, ...table }).toMatchObject({ name, enabled: true, forced: true, owner: 'debrief_owner' });
    }
  });

  test('every tenant table has one policy for everyone, which binds reads and writes to the setting', async () => {
    const policies = await rowsOf<{ name: string; roles: string; using: string; check: string }>(
      `select tablename as name, roles::text, qual as using, with_check as check from pg_policies where schemaname = 'public' and roles = '{public}'`,
    );
    for (const { name } of tables) {
      const own = policies.filter((policy) => policy.name === name);
      expect(own).toHaveLength(1);
      for (const condition of [own[0]?.using, own[0]?.check]) {
        expect(condition).toMatch(
          /^\(organization_id = \(NULLIF\(current_setting\('app\.organization_id'::text, true\), ''::text\)\)::uuid\)$/,
        );
      }
    }
    const others = await rowsOf<{ roles: string }>(
      `select distinct roles::text from pg_policies where schemaname = 'public' and roles <> '{public}'`,
    );
    expect(others).toEqual([{ roles: '{debrief_courier}' }]);
  });

  test('every key and index of a tenant table starts with the organization', async () => {
    const indexes = await rowsOf<{ table: string; name: string; unique: boolean; first: number }>(
      `select t.relname as table, i.relname as name, x.indisunique as unique, x.indkey[0] as first
       from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
       where t.relnamespace = 'public'::regnamespace`,
    );
    for (const { name: table, column } of tables) {
      const own = indexes.filter((index) => index.table === table);
      expect(own.some(({ unique }) => unique)).toBe(true);
      for (const { name, first, unique } of own) {
        if (Object.hasOwn(ACROSS, name)) expect([name, unique]).toEqual([name, false]);
        else expect([name, first]).toEqual([name, column]);
      }
    }
  });

  test('every foreign key carries the organization', async () => {
    const keys = await rowsOf<{ name: string; columns: string[] }>(
      `select conname as name, array(select attname::text from unnest(conkey) key join pg_attribute on attrelid = conrelid and attnum = key) as columns
       from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace`,
    );
    expect(keys.length).toBeGreaterThan(10);
    for (const { name, columns } of keys)
      expect([name, columns]).toEqual([name, expect.arrayContaining(['organization_id'])]);
  });

  test('no role of ours can step over it', async () => {
    const roles = await rowsOf<{ name: string }>(
      `select rolname as name from pg_roles where rolname like 'debrief%' and (rolsuper or rolbypassrls)`,
    );
    expect(roles).toEqual([]);
    const owned = await rowsOf(`select relname from pg_class where pg_get_userbyid(relowner) = 'debrief_app'`);
    expect(owned).toEqual([]);
    const members = await rowsOf(`select 1 from pg_auth_members where member = 'debrief_app'::regrole`);
    expect(members).toEqual([]);
    const views = await rowsOf(
      `select relname from pg_class where relkind in ('v', 'm') and relnamespace = 'public'::regnamespace and not coalesce(reloptions::text like '%security_invoker=true%', false)`,
    );
    expect(views).toEqual([]);
  });

  test('without an organization no table shows a row, nor takes one', async () => {
    for (const { name } of [...tables, { name: 'organization' }]) {
      for (const setting of ['', null]) {
        await app.query('begin');
        if (setting !== null) await app.query(`select set_config('app.organization_id', $1, true)`, [setting]);
        const { rows } = await app.query<{ count: number }>(`select count(*)::int as count from "${name}"`);
        expect([name, rows[0]?.count]).toEqual([name, 0]);
        await app.query('rollback');
      }
    }
    await expect(
      app.query(`insert into company (organization_id, id, name, identity) values ($1, gen_random_uuid(), 'x', 'x')`, [
        one.id,
      ]),
    ).rejects.toMatchObject({ code: '42501' });
    await expect(app.query(`select * from mikro_orm_migrations`)).rejects.toMatchObject({ code: '42501' });
    await expect(app.query(`select * from bullmq.job`)).rejects.toMatchObject({ code: '42501' });
  });

  test('what happened is neither rewritten nor taken back by the app', async () => {
    const refused = (statement: string) => expect(app.query(statement)).rejects.toMatchObject({ code: '42501' });
    for (const table of ['audit_entry', 'idempotency_key', 'dead_letter']) {
      expect([table, grants[table]?.app ?? 'select, insert']).toEqual([table, 'select, insert']);
      await refused(`delete from "${table}"`);
    }
    // They go when their call is deleted, and are never rewritten.
    for (const table of ['score', 'normalization', 'raw_file']) {
      expect([table, grants[table]?.app]).toEqual([table, 'select, insert, delete']);
    }
    for (const table of [
      'audit_entry',
      'event',
      'score',
      'normalization',
      'raw_file',
      'idempotency_key',
      'dead_letter',
    ]) {
      await refused(`update "${table}" set organization_id = organization_id`);
      await refused(`truncate "${table}"`);
    }
    for (const table of ['event', 'upload', 'upload_file', 'api_key', 'organization']) {
      await refused(`delete from "${table}"`);
    }
    await refused('update event set kind = kind');
    for (const table of platformTables) {
      await expect(app.query(`update "${table}" set id = id`)).rejects.toMatchObject({ code: '42501' });
    }
    await expect(app.query(`update api_key set key_hash = 'x'`)).rejects.toMatchObject({ code: '42501' });
  });
});

describe('writes across organizations', () => {
  test('are refused, whatever the row says', async () => {
    const { em } = one.scope();
    await expect(
      em.execute(`insert into company (organization_id, id, name, identity) values (?, gen_random_uuid(), 'x', 'x')`, [
        two.id,
      ]),
    ).rejects.toThrow(/row-level security/);
    const own = await inTransaction(one.scope(), (scope) => identifyCompany(scope, 'Movable'));
    await expect(em.execute('update company set organization_id = ? where id = ?', [two.id, own])).rejects.toThrow(
      /row-level security/,
    );
    const theirs = await inTransaction(two.scope(), (scope) => identifyCompany(scope, 'Theirs'));
    expect(await em.execute('update company set name = ? where id = ? returning 1', ['mine', theirs])).toEqual([]);
    const transcriptId = await accept(one.scope(), 1);
    // A foreign key that points into another organization finds nothing there.
    await expect(
      em.transactional((em) => em.execute('update transcript set company_id = ? where id = ?', [theirs, transcriptId])),
    ).rejects.toThrow(/foreign key/);
  });

  test('the same name in two organizations is two companies', async () => {
    const ids = await Promise.all(
      [one, two].map(({ scope }) => inTransaction(scope(), (scope) => identifyCompany(scope, ' SAME  name '))),
    );
    expect(ids[0]).not.toBe(ids[1]);
    const again = await inTransaction(one.scope(), (scope) => identifyCompany(scope, 'same name'));
    expect(again).toBe(ids[0]);
  });
});

const accept = async (scope: Scope, nth: number): Promise<string> => {
  const { transcriptId } = await acceptTranscript(scope, {
    bytes: Buffer.from(sampleCall(nth)),
    fileName: `${scope.organizationId}.txt`,
    fields: {},
    scoring: { score: false },
  });
  return transcriptId;
};

describe('two organizations on two connections', () => {
  test('500 reads and writes, interleaved and some of them failing: never a row of the other', async () => {
    const accepted = new Map<string, string[]>([
      [one.id, []],
      [two.id, []],
    ]);
    const seen: { readonly by: string; readonly id: string; readonly name: string }[] = [];
    const steps: readonly ((scope: Scope, nth: number) => Promise<unknown>)[] = [
      async (scope, nth) => must(accepted.get(scope.organizationId)).push(await accept(scope, nth)),
      async (scope) => {
        const { rows } = await transcriptPage(scope, {}, true, { first: 100 });
        seen.push(...rows.map(({ id, fileName }) => ({ by: scope.organizationId, id, name: fileName })));
      },
      async (scope) => {
        const everyone = [...accepted.values()].flat();
        const rows = await transcriptsById(scope, everyone);
        seen.push(...rows.map(({ id, fileName }) => ({ by: scope.organizationId, id, name: fileName })));
        for (const id of everyone.slice(-3)) {
          const raw = await rawFileOf(scope, id);
          if (raw) seen.push({ by: scope.organizationId, id, name: raw.fileName });
        }
      },
      (scope, nth) =>
        inTransaction(scope, async (scope) => {
          await identifyRepresentative(scope, { name: `${scope.organizationId} ${nth % 7}`, email: null });
          await identifyCompany(scope, `${scope.organizationId} ${nth % 5}`);
        }),
      async (scope) => {
        const { rows } = await companyPage(scope, {}, { field: 'NAME', descending: false }, { first: 100 });
        seen.push(
          ...rows
            .filter(({ name }) => name.includes('-'))
            .map(({ id, name }) => ({ by: scope.organizationId, id, name })),
        );
      },
      // Half a transaction, an error in it, and one outside.
      (scope) =>
        inTransaction(scope, async (scope) => {
          await identifyCompany(scope, `${scope.organizationId} rolled back`);
          throw new Error('as planned');
        }).catch(() => undefined),
      (scope) =>
        scope.reads.read({ name: `broken ${uuidv7()}`, text: 'select 1 / 0', values: [] }).catch(() => undefined),
      async (scope) =>
        expect((await runPage(scope, {}, { field: 'CREATED_AT', descending: true }, { first: 5 })).rows).toEqual([]),
      async (scope) => {
        const { rows } = await auditPage(scope, { action: 'transcript.upload' }, true, { first: 100 });
        seen.push(...rows.map(({ id, after }) => ({ by: scope.organizationId, id, name: String(after?.fileName) })));
      },
      (scope) =>
        scope.em.execute(`select set_config('app.organization_id', ?, false)`, [
          scope.organizationId === one.id ? two.id : one.id,
        ]),
    ];
    const lanes = Array.from({ length: 10 }, async (_, lane) => {
      for (let nth = lane; nth < 500; nth += 10) {
        await must(steps[Math.floor(nth / 2) % steps.length])((nth % 2 ? one : two).scope(), nth);
      }
    });
    await Promise.all(lanes);
    expect(seen.length).toBeGreaterThan(500);
    expect(seen.filter(({ by, name }) => !name.includes(by) && !name.includes('rolled back'))).toEqual([]);
    expect(seen.filter(({ name }) => name.includes('rolled back'))).toEqual([]);
    for (const { id, scope } of [one, two]) {
      const mine = must(accepted.get(id));
      expect(mine).toHaveLength(25);
      expect((await transcriptsById(scope(), [...accepted.values()].flat())).map((row) => row.id).sort()).toEqual(
        [...mine].sort(),
      );
    }
  });

  test('and through the API, both keys at once', async () => {
    const clients = [one, two].map(({ id, key }) => ({ id, client: apiClient(running, key) }));
    await Promise.all(
      Array.from({ length: 60 }, async (_, nth) => {
        const { id, client } = must(clients[nth % 2]);
        const { viewer, transcripts } = await client.read<{
          viewer: { organization: { name: string } };
          transcripts: { edges: { node: { fileName: string } }[] };
        }>('{ viewer { organization { name } } transcripts(first: 100) { edges { node { fileName } } } }');
        expect(viewer.organization.name).toBe(nth % 2 ? 'Two' : 'One');
        expect(new Set(transcripts.edges.map(({ node }) => node.fileName))).toEqual(new Set([`${id}.txt`]));
      }),
    );
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defineEntity, p } from '@mikro-orm/postgresql';
import { createEmptyDatabase, type TestDatabase } from '../../test/support/database.js';
import { openOrm, type Orm, poolOf } from './open-orm.js';
import { sessionVariables } from './session.js';
import { openReadAs } from './wire/read-as.js';
import { tenantPolicy } from './tenant-policy.js';
import { withClient } from './with-client.js';

const Note = defineEntity({
  name: 'Note',
  tableName: 'note',
  ...tenantPolicy('note'),
  properties: { id: p.uuid().primary().defaultRaw('gen_random_uuid()'), organizationId: p.uuid(), text: p.text() },
});

const organizationId = '01990000-0000-7000-8000-000000000001';
const settings = { entities: [Note], poolMax: 2, applicationName: 'debrief-test' };
let database: TestDatabase;
let orm: Orm;

beforeAll(async () => {
  database = await createEmptyDatabase();
  await withClient({ connectionString: database.ownerUrl }, (client) =>
    client.query(`create table note (id uuid primary key default gen_random_uuid(), organization_id uuid not null, text text not null);
      alter table note enable row level security, force row level security;
      create policy note_tenant on note using (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid);
      create schema bullmq; create table bullmq.bullmq_job (id int);
      grant usage on schema public to debrief_app; grant select, insert on note to debrief_app`),
  );
  orm = await openOrm({ ...settings, url: database.appUrl });
});

afterAll(async () => {
  await orm.close(true);
  await database.drop();
});

describe('openOrm', () => {
  it('writes through a fork with a session and reads through the same pool', async () => {
    const session = { organizationId, viewer: null };
    const em = orm.em.fork({ session: { variables: sessionVariables(session) } });
    await em.transactional(async (inside) => {
      inside.create(Note, { organizationId, text: 'kept' });
      await inside.flush();
    });
    const reads = openReadAs(await poolOf(orm))(session);
    const statement = { name: 'notes', text: 'select text from note', values: [] };
    expect(await reads.read(statement)).toEqual([{ text: 'kept' }]);
    expect(await orm.em.fork().find(Note, {})).toEqual([]);
  });

  it('sets the time limits and its name on every connection', async () => {
    const [row] = await orm.em.fork().execute<Record<string, string>[]>(
      `select current_setting('statement_timeout') as statement, current_setting('application_name') as name,
              current_setting('idle_in_transaction_session_timeout') as idle`,
    );
    expect(row).toEqual({ statement: '8s', idle: '15s', name: 'debrief-test' });
  });

  it('leaves the queue out of schema comparisons', async () => {
    const owner = await openOrm({ ...settings, url: database.ownerUrl });
    const sql = await owner.schema.getUpdateSchemaSQL();
    await owner.close(true);
    expect(sql).not.toContain('bullmq');
  });

  it.each([
    ['a closed port', 'postgres://a:b@127.0.0.1:1/c'],
    ['a socket that is not there', 'postgres://a:b@%2Fnowhere/c'],
  ])('has a code for %s', async (_, url) => {
    await expect(openOrm({ ...settings, url })).rejects.toMatchObject({ code: 'DATABASE_UNREACHABLE' });
  });
});

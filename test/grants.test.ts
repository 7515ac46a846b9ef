import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { withClient } from '../src/database/with-client.js';
import { createTestDatabase, type TestDatabase } from './support/database.js';

interface Granted {
  readonly table: string;
  readonly role: string;
  /** A right, with its columns where it has not the whole table. */
  readonly rights: string;
}

/** As the server knows them, of tables and of single columns. */
const GRANTED = `
  with granted as (
    select relname, grantee, privilege_type, null as columns
    from pg_class, aclexplode(relacl) where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
    union all
    select relname, grantee, privilege_type, string_agg(attname, ', ' order by attname)
    from pg_class join pg_attribute on attrelid = pg_class.oid, aclexplode(attacl)
    where relnamespace = 'public'::regnamespace group by 1, 2, 3)
  select relname as table, grantee::regrole::text as role,
    string_agg(lower(privilege_type) || coalesce(' (' || columns || ')', ''), ', '
      order by array_position(array['SELECT', 'INSERT', 'UPDATE', 'DELETE'], privilege_type)) as rights
  from granted where grantee::regrole::text like 'debrief\\_%' and grantee::regrole::text <> 'debrief_owner'
  group by 1, 2 order by 1`;

const LEASE = 'select (check_at, id, lease_epoch, lease_until, organization_id, status), update (check_at)';

let database: TestDatabase;
let granted: readonly Granted[];

beforeAll(async () => {
  database = await createTestDatabase();
  granted = await withClient(
    { connectionString: database.ownerUrl },
    async (client) => (await client.query<Granted>(GRANTED)).rows,
  );
});
afterAll(() => database.drop());

const rightsOf = (role: string): Record<string, string> =>
  Object.fromEntries(granted.filter((entry) => entry.role === role).map(({ table, rights }) => [table, rights]));

describe('the rights of each role in a migrated database', () => {
  test('the app changes and deletes only where its room says so', () => {
    expect(rightsOf('debrief_app')).toEqual({
      api_key: 'select, insert, update (revoked_at)',
      attempt: 'select, insert, update, delete',
      audit_entry: 'select, insert',
      batch: 'select, insert',
      batch_request: 'select, insert, update (request, reservation_id), delete',
      budget: 'select, insert, update',
      budget_reservation: 'select, insert, delete',
      budget_spend: 'select, insert, update',
      company: 'select, insert, update',
      dead_letter: 'select, insert',
      event: 'select, insert, update (payload)',
      event_counter: 'select',
      idempotency_key: 'select, insert',
      ingestion_policy: 'select, insert, update',
      job_schedule: 'select',
      model_gate: 'select, insert, update',
      model_price: 'select, insert, update (valid_to)',
      model_slot: 'select, insert, update, delete',
      normalization: 'select, insert, delete',
      organization: 'select, insert, update (email_domains, name)',
      outbox: 'select, insert, delete',
      platform_model_price: 'select',
      platform_prompt_version: 'select',
      platform_rubric_version: 'select',
      provider_batch: 'select, insert, update',
      provider_credential: 'select, insert, update, delete',
      raw_file: 'select, insert, delete',
      representative: 'select, insert, update',
      run: 'select, insert, update, delete',
      score: 'select, insert, delete',
      scoring_policy_version: 'select, insert',
      transcript: 'select, insert, update, delete',
      transcript_representative: 'select, insert, update, delete',
      upload: 'select, insert, update (content_hash, fields, file_count, lease_until, status)',
      upload_file: 'select, insert, update (error_code, error_message, external_ref, file_name, transcript_id)',
    });
  });

  test('the courier sees outbox entries, sequences, leases, key hashes and names of organizations, and no contents', () => {
    expect(rightsOf('debrief_courier')).toEqual({
      api_key: 'select (expires_at, id, key_hash, name, organization_id, revoked_at, role)',
      event: 'select (id, organization_id, position, sequence), update (sequence)',
      event_counter: 'select, insert, update',
      job_schedule: 'select, update (last_at, next_at)',
      organization: 'select (id, name)',
      outbox: 'select, insert, update, delete',
      provider_batch: LEASE,
      run: LEASE,
      transcript: LEASE,
    });
  });

  test('the reporter reads every table and writes none', () => {
    const reporter = rightsOf('debrief_reporter');
    expect(Object.keys(reporter)).toEqual(Object.keys(rightsOf('debrief_app')));
    expect(new Set(Object.values(reporter))).toEqual(new Set(['select']));
  });
});

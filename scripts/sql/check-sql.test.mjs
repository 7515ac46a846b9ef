import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { importRules } from './import-rules.mjs';
import { sourceTables } from './source-tables.mjs';
import { statementTables } from './statement-tables.mjs';

const TABLES = new Set(['run', 'attempt', 'transcript', 'event', 'company', 'outbox']);
const isTable = (name) => TABLES.has(name);
const tableOfEntity = new Map([
  ['Run', 'run'],
  ['Transcript', 'transcript'],
]);

const inSql = (text) =>
  [...new Set(statementTables(text, isTable).map(({ table, access }) => `${access} ${table}`))].sort();
const inSource = (text) =>
  [...new Set(sourceTables(text, { isTable, tableOfEntity }).map(({ table, access }) => `${access} ${table}`))].sort();

const READS = {
  'select id from run where id = ?': ['read run'],
  'select r.id from run as r join "attempt" a on a.run_id = r.id left join event on true': [
    'read attempt',
    'read event',
    'read run',
  ],
  'select 1 from run r, transcript t where t.id = r.transcript_id': ['read run', 'read transcript'],
  'a.run_id in (select id from run where batch_id = ?)': ['read run'],
  'select exists (select 1 from only event where kind = $1) as found': ['read event'],
  'select 1 from run for share': ['read run'],
};
const WRITES = {
  'insert into run (id) select id from transcript': ['read transcript', 'write run'],
  'update run set status = ? from attempt a where a.run_id = run.id': ['read attempt', 'write run'],
  'delete from attempt using run where run.id = attempt.run_id': ['read run', 'write attempt'],
  'with gone as (delete from attempt returning run_id) update run set cost = 0 from gone where id = gone.run_id': [
    'write attempt',
    'write run',
  ],
  'select 1 from run where id in (select run_id from attempt) for no key update skip locked': [
    'read attempt',
    'read run',
    'write run',
  ],
  'select 1 from run r join transcript t on true for update of t': ['read run', 'read transcript', 'write transcript'],
  'insert into company (id) values (?) on conflict (id) do update set name = excluded.name': ['write company'],
  'truncate table event': ['write event'],
  'update "$0" set company_id = ?': ['write *'],
};
const NOTHING = {
  'select run, attempt as event from unnest($1::text[]) as run': [],
  'with run as (select 1 as id) select id from run': [],
  'with recursive event (id) as (select 1 union select id + 1 from event) select event.id from event': [],
  'select 1 where status is distinct from run': [],
  'select extract(epoch from event), substring(name from company) from unnest($1)': [],
  "select 'insert into run' -- from attempt": [],
  'The transcript was taken from transcript; update run and join company.': [],
  'update of run': [],
};

for (const [text, expected] of Object.entries({ ...READS, ...WRITES, ...NOTHING })) {
  test(`tables of: ${text}`, () => assert.deepEqual(inSql(text), expected));
}

test('statements are put together from the constants and parameters of their file', () => {
  const source = `
    const SOURCE = 'run r join transcript t on t.id = r.transcript_id';
    const read = (table: 'event' | 'company') => reads(\`select \${COLUMNS} from \${table} where true\`);
    readPage({ from: 'attempt', where: 'true' });
    em.execute(\`select 1 from \${SOURCE}\`);`;
  assert.deepEqual(inSource(source), ['read attempt', 'read company', 'read event', 'read run', 'read transcript']);
});

test('a table that only a variable names is told when it is written', () => {
  assert.deepEqual(inSource('for (const other of names) em.execute(`update "${other}" set a = 1`)'), ['write *']);
});

test('entities given to the ORM', () => {
  assert.deepEqual(inSource('em.find(Run, { id })'), ['read run']);
  assert.deepEqual(inSource('em.nativeUpdate(Run, { id }, {})'), ['write run']);
  assert.deepEqual(inSource('em.findOne(Transcript, key, { lockMode: LockMode.PESSIMISTIC_WRITE })').length, 1);
  assert.deepEqual(inSource('em.findOne(Transcript, key, { lockMode: LockMode.PESSIMISTIC_WRITE })'), [
    'write transcript',
  ]);
  assert.deepEqual(inSource("import { Run as Row } from './run.entity.js'; em.create(Row, {})"), ['write run']);
  assert.deepEqual(inSource("insertRowAtCommit(em, 'outbox', {}); insertAtCommit(em, Run, {})"), [
    'write outbox',
    'write run',
  ]);
  assert.deepEqual(inSource("export const runLease = declareLease('run', UNFINISHED)"), ['write run']);
});

test('a field of an entity that is assigned is a write', () => {
  assert.deepEqual(inSource('const run = await em.findOneOrFail(Run, {}); run.status = status'), [
    'read run',
    'write run',
  ]);
  assert.deepEqual(inSource('const hold = (transcript: Transcript) => { transcript.status = status }'), [
    'write transcript',
  ]);
  assert.deepEqual(inSource('const view = (transcript: Transcript) => { other.status = transcript.status }'), []);
});

test('tables follow the import rules', () => {
  const forbids = importRules(createRequire(import.meta.url)('../../.dependency-cruiser.cjs'));
  assert.equal(forbids('src/costs/budgets/spending.ts', 'src/runs/run.entity.ts'), 'line-costs');
  assert.equal(forbids('src/runs/start.ts', 'src/costs/budgets/budget.entity.ts'), null);
  assert.equal(forbids('src/queue/lease.ts', 'src/runs/run.entity.ts'), 'level-2');
  assert.notEqual(forbids('plugins/baseline/index.ts', 'src/runs/run.entity.ts'), null);
  assert.equal(forbids('graphql/runs/resolver.ts', 'src/runs/run.entity.ts'), null);
});

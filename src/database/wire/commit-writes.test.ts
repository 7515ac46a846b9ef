import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { defineEntity, p, type EntityManager } from '@mikro-orm/postgresql';
import { createEmptyDatabase, type TestDatabase } from '../../../test/support/database.js';
import {
  deleteAtCommit,
  executeAtCommit,
  flushCommitWrites,
  insertAtCommit,
  insertRowAtCommit,
  openCommitWrites,
  updateAtCommit,
} from './commit-writes.js';
import { openOrm, type Orm } from '../open-orm.js';
import { withClient } from '../with-client.js';

const NoteSchema = defineEntity({
  name: 'Note',
  tableName: 'note',
  properties: {
    id: p.uuid().primary(),
    text: p.text().nullable(),
    size: p.integer().nullable(),
    facts: p.json<Readonly<Record<string, unknown>>>().nullable(),
    writtenAt: p.datetime().nullable(),
    marks: p.array().default([]),
  },
});

class Note extends NoteSchema.class {}
NoteSchema.setClass(Note);

let database: TestDatabase;
let orm: Orm;

beforeAll(async () => {
  database = await createEmptyDatabase();
  await withClient({ connectionString: database.ownerUrl }, (client) =>
    client.query(`create table note (id uuid primary key, text text, size int, facts jsonb, written_at timestamptz, marks text[] not null default '{}');
      grant select, insert, update, delete on note to debrief_app`),
  );
  orm = await openOrm({ url: database.appUrl, entities: [Note], poolMax: 2, applicationName: 'debrief-test' });
});

afterAll(async () => {
  await orm.close(true);
  await database.drop();
});

const inTransaction = (work: (em: EntityManager) => void): Promise<void> =>
  orm.em.fork().transactional(async (em) => {
    openCommitWrites(em);
    await em.execute('select 1');
    work(em);
    await flushCommitWrites(em);
  });

const notes = (): Promise<Record<string, unknown>[]> => orm.em.fork().execute('select text, size, facts from note');

test('rows are there after the commit, with their text as it was', async () => {
  const text = `it's "so"; -- \\ ? $1 ü`;
  await inTransaction((em) => {
    insertRowAtCommit(em, 'note', { id: randomUUID(), text, size: 3, facts: { text } });
    insertRowAtCommit(em, 'note', { id: randomUUID(), text: null, size: null, facts: null });
  });
  const rows = await notes();
  expect(rows).toContainEqual({ text, size: 3, facts: { text } });
  expect(rows).toContainEqual({ text: null, size: null, facts: null });
});

test('where one cannot be written, none is, and the transaction fails', async () => {
  const before = await notes();
  const id = randomUUID();
  const twice = inTransaction((em) => {
    insertRowAtCommit(em, 'note', { id, text: 'first' });
    insertRowAtCommit(em, 'note', { id, text: 'second' });
  });
  await expect(twice).rejects.toThrow(/duplicate key/);
  expect(await notes()).toEqual(before);
  // The connection is whole.
  await inTransaction((em) => executeAtCommit(em, `insert into note (id) values ('${randomUUID()}')`));
  expect(await notes()).toHaveLength(before.length + 1);
});

test('what the caller gives up is not written', async () => {
  const before = await notes();
  const failing = inTransaction((em) => {
    insertRowAtCommit(em, 'note', { id: randomUUID(), text: 'lost' });
    throw new Error('given up');
  });
  await expect(failing).rejects.toThrow('given up');
  expect(await notes()).toEqual(before);
});

test('outside of such a transaction it says so: the row would be lost', () => {
  expect(() => executeAtCommit(orm.em.fork(), 'select 1')).toThrow(/inTransaction/);
});

test('an entity is written as its table has it, its defaults by the database', async () => {
  const [id, bare] = [randomUUID(), randomUUID()];
  const writtenAt = new Date('2026-01-02T03:04:05.678Z');
  await inTransaction((em) => {
    insertAtCommit(em, Note, { id, text: `it's`, facts: { deep: ['"', 1] }, writtenAt, marks: ['a,b', '"c"'] });
    insertAtCommit(em, Note, { id: bare });
  });
  const found = await orm.em.fork().find(Note, { id: { $in: [id, bare] } }, { orderBy: { text: 'asc nulls last' } });
  expect(found).toMatchObject([
    { id, text: `it's`, size: null, facts: { deep: ['"', 1] }, writtenAt, marks: ['a,b', '"c"'] },
    { id: bare, text: null, size: null, facts: null, writtenAt: null, marks: [] },
  ]);
});

test('rows are changed and deleted by their key', async () => {
  const [id, other] = [randomUUID(), randomUUID()];
  await inTransaction((em) => [id, other].forEach((one) => insertRowAtCommit(em, 'note', { id: one, text: 'before' })));
  await inTransaction((em) => {
    updateAtCommit(em, 'note', { id }, { text: `after ' it`, size: 2 });
    deleteAtCommit(em, 'note', { id: other });
  });
  const rows = await orm.em.fork().find(Note, { id: { $in: [id, other] } });
  expect(rows).toMatchObject([{ id, text: `after ' it`, size: 2 }]);
});

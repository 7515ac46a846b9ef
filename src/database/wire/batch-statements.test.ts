import { EventEmitter } from 'node:events';
import { expect, test } from '@jest/globals';
import type pg from 'pg';
import { ALONE, batchStatements, WITH_COMMIT, WITH_NEXT } from './batch-statements.js';

const SET = "select set_config('app.organization_id', 'one', true)";

const connect = (answer: (text: unknown) => unknown = () => ({ rows: [] })) => {
  const sent: unknown[][] = [];
  const pool = new EventEmitter();
  const client = {
    query: (...call: unknown[]) => {
      sent.push(call);
      return Promise.resolve().then(() => answer(call[0]));
    },
  };
  batchStatements(pool as unknown as pg.Pool);
  pool.emit('connect', client);
  return { sent, query: client.query, release: () => pool.emit('release', undefined, client) };
};

test('what opens a transaction travels with its first statement, and the statement has its own answer', async () => {
  const { sent, query } = connect(() => [{ rows: [] }, { rows: [{ set: 1 }] }, { rows: [{ n: 7 }] }]);
  expect(await query('begin')).toMatchObject({ rows: [] });
  expect(await query(SET)).toMatchObject({ rows: [] });
  expect(sent).toEqual([]);
  expect(await query('select 7 as n', [])).toEqual({ rows: [{ n: 7 }] });
  await query('commit');
  expect(sent).toEqual([[`begin; ${SET}; select 7 as n`], ['commit']]);
});

test('a statement with parameters goes behind it', async () => {
  const { sent, query } = connect();
  await query('begin');
  await query(SET);
  await query('insert into t values ($1)', ['x']);
  expect(sent).toEqual([[`begin; ${SET}`], ['insert into t values ($1)', ['x']]]);
});

test('so does a query object, and a call with a callback', async () => {
  const named = { name: 'n', text: 'select 1' };
  const callback = (): void => undefined;
  const { sent, query } = connect();
  await query('begin');
  await query(named);
  await query('begin');
  await query('select 2', callback);
  expect(sent).toEqual([['begin'], [named], ['begin'], ['select 2', callback]]);
});

test('outside of a transaction nothing is held back, a setting neither', async () => {
  const { sent, query } = connect();
  await query('select 1');
  await query(SET);
  expect(sent).toEqual([['select 1'], [SET]]);
});

test('an empty transaction is opened and closed', async () => {
  const { sent, query } = connect(() => [{ rows: [] }, { rows: [] }]);
  await query('begin');
  await query('rollback');
  await query('select 1');
  expect(sent).toEqual([['begin; rollback'], ['select 1']]);
});

test('a fault of the first statement reaches whoever sent it', async () => {
  const { query } = connect((text) => {
    if (String(text).includes('broken')) throw new Error('no such thing');
    return { rows: [] };
  });
  await query('begin');
  await expect(query('select broken')).rejects.toThrow('no such thing');
});

test('what was begun and never used is forgotten when the connection is given back', async () => {
  const { sent, query, release } = connect();
  await query('begin');
  await query(SET);
  release();
  await query('select 1');
  expect(sent).toEqual([['select 1']]);
});

test('what nobody waits for travels with the commit, and its fault is the fault of the commit', async () => {
  const { sent, query } = connect((text) => {
    if (String(text).includes('broken')) throw new Error('no such thing');
    return { rows: [] };
  });
  await query('begin');
  await query('select 1');
  await query(`${WITH_COMMIT}insert one`);
  await query('commit');
  await query(`${WITH_COMMIT}insert broken`, []);
  await expect(query('commit')).rejects.toThrow('no such thing');
  expect(sent.map(([text]) => text)).toEqual([
    'begin; select 1',
    `${WITH_COMMIT}insert one; commit`,
    `${WITH_COMMIT}insert broken; commit`,
  ]);
});

test('where the transaction is taken back it is not sent at all', async () => {
  const { sent, query } = connect();
  await query('begin');
  await query('select 1');
  await query(`${WITH_COMMIT}insert one`);
  await query('rollback');
  expect(sent).toEqual([['begin; select 1'], ['rollback']]);
});

test('a statement that stands alone is one message, and its transaction ends with it', async () => {
  const { sent, query } = connect(() => [{ rows: [{ set: 1 }] }, { rows: [{ n: 7 }] }]);
  for (const text of ['begin', SET, ALONE]) await query(text);
  expect(await query('select 7 as n')).toEqual({ rows: [{ n: 7 }] });
  await query('commit');
  await query('select 8 as n');
  expect(sent).toEqual([[`${SET}; select 7 as n`], ['select 8 as n']]);
});

test('where it fails, there is nothing to roll back', async () => {
  const { sent, query } = connect(() => Promise.reject(new Error('no such thing')));
  for (const text of ['begin', SET, ALONE]) await query(text);
  await expect(query('select broken')).rejects.toThrow('no such thing');
  await query('rollback');
  expect(sent).toEqual([[`${SET}; select broken`]]);
});

test('with parameters it has its transaction around it', async () => {
  const { sent, query } = connect();
  for (const text of ['begin', SET, ALONE]) await query(text);
  await query('select $1', ['x']);
  await query('commit');
  expect(sent).toEqual([[`begin; ${SET}`], ['select $1', ['x']], ['commit']]);
});

test('a second statement behind one that stands alone is refused: it would have no organization', async () => {
  const { query } = connect(() => [{ rows: [] }, { rows: [] }]);
  for (const text of ['begin', SET, ALONE]) await query(text);
  await query('select 1');
  await expect(query('select 2')).rejects.toThrow('second statement');
});

test('one that was never sent leaves nothing to whoever borrows the connection next', async () => {
  const { sent, query, release } = connect();
  for (const text of ['begin', SET, ALONE]) await query(text);
  release();
  await query('select 1');
  for (const text of ['begin', SET, ALONE]) await query(text);
  await query('rollback');
  await query('select 2');
  expect(sent.map(([text]) => text)).toEqual(['select 1', `begin; ${SET}; ${ALONE}; rollback`, 'select 2']);
});

test('a lock travels with the statement behind it', async () => {
  const { sent, query } = connect(() => [{ rows: [] }, { rows: [{ n: 7 }] }]);
  const lock = `${WITH_NEXT}select lock()`;
  await query('begin');
  await query(SET);
  await query('select 1');
  expect(await query(lock)).toMatchObject({ rows: [] });
  expect(await query('select 7 as n')).toEqual({ rows: [{ n: 7 }] });
  expect(sent.slice(1)).toEqual([[`${lock}; select 7 as n`]]);
});

test('that a lock could not be had shows at the statement behind it, also where that has parameters', async () => {
  const lock = `${WITH_NEXT}select lock()`;
  const { query } = connect((text) => {
    if (String(text).includes('lock()')) throw new Error('deadlock detected');
    if (String(text).includes('insert')) throw new Error('the transaction is aborted');
    return { rows: [] };
  });
  await query(lock);
  await expect(query('select 1')).rejects.toThrow('deadlock');
  await query(lock);
  await expect(query('insert into t values ($1)', ['x'])).rejects.toThrow('deadlock');
});

test('a lock that nobody waits for any more is not asked for', async () => {
  const { sent, query } = connect();
  await query(`${WITH_NEXT}select lock()`);
  await query('rollback');
  expect(sent).toEqual([['rollback']]);
});

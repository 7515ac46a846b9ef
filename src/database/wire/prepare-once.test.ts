import { expect, test } from '@jest/globals';
import type pg from 'pg';
import { prepareOnce } from './prepare-once.js';

const connection = (...faults: readonly (object | null)[]) => {
  const sent: string[] = [];
  const query = (text: string) => {
    sent.push(text);
    const fault = faults[sent.length - 1];
    return fault ? Promise.reject(Object.assign(new Error('it failed'), fault)) : Promise.resolve({ rows: [] });
  };
  return { sent, client: { query } as unknown as pg.PoolClient };
};

test('a statement is prepared once on each connection', async () => {
  const prepare = prepareOnce('take', 'select 1');
  const [one, other] = [connection(), connection()];
  for (const { client } of [one, one, other, other]) await prepare(client);
  expect([one.sent, other.sent]).toEqual([['prepare take as select 1'], ['prepare take as select 1']]);
});

test('where that failed it is tried again, and a statement that is there already is no fault', async () => {
  const prepare = prepareOnce('take', 'select 1');
  const { sent, client } = connection({ code: '57014' }, { code: '42P05' });
  await expect(prepare(client)).rejects.toThrow('it failed');
  await prepare(client);
  await prepare(client);
  expect(sent).toHaveLength(2);
});

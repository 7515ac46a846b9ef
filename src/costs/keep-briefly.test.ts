import { expect, test } from '@jest/globals';
import type { Reads } from '../database/wire/read-as.js';
import { keepBriefly } from './keep-briefly.js';

const database = (): Reads => ({ readAs: () => Promise.resolve([]) });
const scope = (organizationId: string, reads: Reads) => ({ organizationId, reads });

const counted = (ms: number) => {
  const asked: string[] = [];
  const memory = keepBriefly(ms, ({ organizationId }) => {
    asked.push(organizationId);
    return Promise.resolve(asked.length);
  });
  return { asked, memory };
};

test('one read serves an organization, whoever asks meanwhile; nothing is shared between organizations or databases', async () => {
  const { asked, memory } = counted(60_000);
  const [here, there] = [database(), database()];
  const answers = [scope('a', here), scope('a', here), scope('b', here), scope('a', there)].map((one) =>
    memory.get(one),
  );
  expect(await Promise.all(answers)).toEqual([1, 1, 2, 3]);
  expect(asked).toEqual(['a', 'b', 'a']);
});

test('what was forgotten or is too old is read anew', async () => {
  const { memory } = counted(60_000);
  const one = scope('a', database());
  await memory.get(one);
  memory.forget(one);
  expect(await memory.get(one)).toBe(2);
  const { memory: short } = counted(0);
  await short.get(one);
  expect(await short.get(one)).toBe(2);
});

test('a read that failed is not kept', async () => {
  let tries = 0;
  const memory = keepBriefly(60_000, () => {
    tries += 1;
    return tries === 1 ? Promise.reject(new Error('away')) : Promise.resolve(tries);
  });
  const one = scope('a', database());
  await expect(memory.get(one)).rejects.toThrow('away');
  expect(await memory.get(one)).toBe(2);
});

test('a thousand organizations are kept, then the oldest goes', async () => {
  const { asked, memory } = counted(60_000);
  const reads = database();
  for (let n = 0; n <= 1_000; n += 1) await memory.get(scope(`o${n}`, reads));
  await memory.get(scope('o1', reads));
  await memory.get(scope('o0', reads));
  expect(asked.slice(1_001)).toEqual(['o0']);
});

import { expect, test } from '@jest/globals';
import { mapConcurrently } from './map-concurrently.js';

/** Tasks that end when told to, and note how many are under way. */
const open = (count: number) => {
  const begun: number[] = [];
  const ends: { resolve: (value: number) => void; reject: (error: unknown) => void }[] = [];
  const tasks = Array.from({ length: count }, (_, at) => () => {
    begun.push(at);
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    ends[at] = { resolve, reject };
    return promise;
  });
  return { begun, ends, tasks };
};
const settle = () => new Promise((resolve) => setImmediate(resolve));

class Turn extends Error {}
const isTurn = (error: unknown): boolean => error instanceof Turn;

test('so many go side by side, and results stand in their order', async () => {
  const { begun, ends, tasks } = open(5);
  const all = mapConcurrently(tasks, 3, isTurn);
  expect(begun).toEqual([0, 1, 2]);
  ends[2]?.resolve(2);
  await settle();
  expect(begun).toEqual([0, 1, 2, 3]);
  for (const at of [1, 0, 3]) ends[at]?.resolve(at);
  await settle();
  ends[4]?.resolve(4);
  expect(await all).toEqual([0, 1, 2, 3, 4]);
});

test('after a failure none is begun, those under way are waited for, and the first of the failed is thrown', async () => {
  const { begun, ends, tasks } = open(9);
  let thrown: unknown = null;
  const all = mapConcurrently(tasks, 3, isTurn).catch((error: unknown) => {
    thrown = error;
  });
  ends[2]?.reject(new Error('two'));
  await settle();
  ends[0]?.resolve(0);
  await settle();
  expect([begun, thrown]).toEqual([[0, 1, 2], null]);
  ends[1]?.reject(new Error('one'));
  await all;
  expect([begun, thrown]).toEqual([[0, 1, 2], new Error('one')]);
});

test('what has no turn yet is done by the lanes that have', async () => {
  let free = true;
  let under = 0;
  const begun: number[] = [];
  const tasks = Array.from({ length: 6 }, (_, at) => async () => {
    begun.push(at);
    if (!free) throw new Turn();
    free = false;
    under += 1;
    await settle();
    under -= 1;
    free = true;
    return at;
  });
  expect(await mapConcurrently(tasks, 4, isTurn)).toEqual([0, 1, 2, 3, 4, 5]);
  expect([begun.length, under]).toEqual([9, 0]);
});

test('where nobody has a turn, that is thrown', async () => {
  const tasks = Array.from({ length: 3 }, () => () => Promise.reject(new Turn()));
  await expect(mapConcurrently(tasks, 2, isTurn)).rejects.toBeInstanceOf(Turn);
  expect(await mapConcurrently([], 2, isTurn)).toEqual([]);
});

import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import type { Reads } from '../database/wire/read-as.js';
import { organizationCache } from './organization-cache.js';

const reads: Reads = { read: () => Promise.resolve([]) };
const scope = (organizationId: string) => ({ organizationId, reads });

const counted = (ttlMs: number) => {
  const loaded: string[] = [];
  const cache = organizationCache(ttlMs, ({ organizationId }) => {
    loaded.push(organizationId);
    return Promise.resolve(loaded.length);
  });
  return { loaded, cache };
};

test('one load serves an organization, also while it is under way, and no other organization', async () => {
  const { loaded, cache } = counted(60_000);
  const answers = ['a', 'a', 'b', 'a'].map((id) => cache.get(scope(id)));
  expect(await Promise.all(answers)).toEqual([1, 1, 2, 1]);
  expect(loaded).toEqual(['a', 'b']);
});

test('what was forgotten or has expired is loaded again', async () => {
  const { cache } = counted(60_000);
  await cache.get(scope('a'));
  await cache.get(scope('b'));
  cache.forget(scope('a'));
  expect(await Promise.all([cache.get(scope('a')), cache.get(scope('b'))])).toEqual([3, 2]);
  cache.clear();
  expect(await Promise.all([cache.get(scope('a')), cache.get(scope('b'))])).toEqual([4, 5]);
  const { cache: short } = counted(20);
  await short.get(scope('a'));
  expect(await short.get(scope('a'))).toBe(1);
  await sleep(40);
  expect(await short.get(scope('a'))).toBe(2);
});

test('a load that failed is not kept', async () => {
  let tries = 0;
  const cache = organizationCache(60_000, () => {
    tries += 1;
    return tries === 1 ? Promise.reject(new Error('away')) : Promise.resolve(tries);
  });
  await expect(cache.get(scope('a'))).rejects.toThrow('away');
  expect(await cache.get(scope('a'))).toBe(2);
});

test('a failure of a load that was forgotten leaves the newer one', async () => {
  const loads: PromiseWithResolvers<number>[] = [];
  const cache = organizationCache(60_000, () => {
    const load = Promise.withResolvers<number>();
    loads.push(load);
    return load.promise;
  });
  const first = cache.get(scope('a'));
  cache.forget(scope('a'));
  const second = cache.get(scope('a'));
  loads[0]?.reject(new Error('away'));
  loads[1]?.resolve(2);
  await expect(first).rejects.toThrow('away');
  expect(await second).toBe(2);
  await cache.get(scope('a'));
  expect(loads).toHaveLength(2);
});

test('a thousand organizations are kept, then the least recently used is dropped', async () => {
  const { loaded, cache } = counted(60_000);
  for (let n = 0; n < 1_000; n += 1) await cache.get(scope(`o${n}`));
  await cache.get(scope('o0'));
  await cache.get(scope('o1000'));
  await cache.get(scope('o0'));
  await cache.get(scope('o1'));
  expect(loaded.slice(1_000)).toEqual(['o1000', 'o1']);
});

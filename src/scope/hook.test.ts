import { expect, test } from '@jest/globals';
import { declareHook, onHook, openHooks } from './hook.js';

const scope = { organizationId: 'one' };
const countHook = declareHook<'organizationId', number, number>('test.count');
const otherHook = declareHook<'organizationId', number, string>('test.other');

test('listeners of a hook answer one after the other, those of other hooks are left alone', async () => {
  const seen: string[] = [];
  const listener = (name: string, factor: number) =>
    onHook(countHook, async ({ organizationId }, subject) => {
      seen.push(`${name} begins for ${organizationId}`);
      await Promise.resolve();
      seen.push(`${name} ends`);
      return subject * factor;
    });
  const other = onHook(otherHook, () => Promise.reject(new Error('not asked')));
  const hooks = openHooks([listener('first', 2), other, listener('second', 3)]);
  expect(await hooks.run(countHook, scope, 5)).toEqual([10, 15]);
  expect(seen).toEqual(['first begins for one', 'first ends', 'second begins for one', 'second ends']);
});

test('a hook without listeners answers nothing; a listener that fails fails the caller', async () => {
  expect(await openHooks([]).run(countHook, scope, 1)).toEqual([]);
  const failing = onHook(countHook, () => Promise.reject(new Error('no')));
  await expect(openHooks([failing]).run(countHook, scope, 1)).rejects.toThrow('no');
});

import { expect, test } from '@jest/globals';
import type { EntityManager } from '@mikro-orm/postgresql';
import { advisoryLock } from './commit-writes.js';

const manager = (isInTransaction: boolean) => {
  const sent: unknown[] = [];
  const em = {
    isInTransaction: () => isInTransaction,
    execute: (...call: unknown[]) => Promise.resolve(sent.push(call)),
  };
  return { sent, em: em as unknown as EntityManager };
};

test('a name is locked alone or shared', async () => {
  const { sent, em } = manager(true);
  await advisoryLock(em, 'room');
  await advisoryLock(em, 'room', 'SHARED');
  expect(sent).toEqual([
    ['/* with the next */ select pg_advisory_xact_lock(hashtextextended(?, 0))', ['room']],
    ['/* with the next */ select pg_advisory_xact_lock_shared(hashtextextended(?, 0))', ['room']],
  ]);
});

test('outside of a transaction it says so: the lock would be gone at once', async () => {
  const { sent, em } = manager(false);
  await expect(advisoryLock(em, 'room')).rejects.toThrow('open transaction');
  expect(sent).toEqual([]);
});

import type { EntityManager } from '@mikro-orm/postgresql';
import { WITH_NEXT } from './batch-statements.js';

/**
 * Takes a lock to the end of the open transaction of `em`, in one message with the statement behind it, which sees what others committed
 * before the lock was had. That it could not be had shows there.
 * @param sql a statement whose answer says nothing
 */
export const deferLock = async (em: EntityManager, sql: string, values: readonly unknown[]): Promise<void> => {
  if (!em.isInTransaction()) throw new Error('deferLock needs an open transaction');
  await em.execute(`${WITH_NEXT}${sql}`, [...values]);
};

/** The same for an agreed name. `SHARED` holders do not wait for each other, only for one that is `ALONE`. */
export const advisoryLock = (em: EntityManager, name: string, how: 'ALONE' | 'SHARED' = 'ALONE'): Promise<void> => {
  const lock = how === 'ALONE' ? 'pg_advisory_xact_lock' : 'pg_advisory_xact_lock_shared';
  return deferLock(em, `select ${lock}(hashtextextended(?, 0))`, [name]);
};

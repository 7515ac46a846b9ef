import type { EntityManager } from '@mikro-orm/postgresql';
import { WITH_NEXT } from './lean-transactions.js';

/**
 * Takes a lock to the end of the transaction, in one message with the statement behind it, which sees what others committed before the lock
 * was had. That it could not be had shows there.
 * @param sql a statement whose answer says nothing
 */
export const lockWithNext = async (em: EntityManager, sql: string, values: readonly unknown[]): Promise<void> => {
  await em.execute(`${WITH_NEXT}${sql}`, [...values]);
};

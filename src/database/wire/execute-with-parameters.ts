import type { EntityManager } from '@mikro-orm/postgresql';
import { CompiledQuery, type Transaction } from 'kysely';

/**
 * Executes a statement with true parameters (`$1`, `$2`) in the open transaction of `em`. `em.execute` and the unit of work write values
 * into the text of the statement, character by character: a long text or a file would hold up the process for a good part of a second.
 */
export const executeWithParameters = async (
  em: EntityManager,
  sql: string,
  values: readonly unknown[],
): Promise<void> => {
  const transaction = em.getTransactionContext<Transaction<unknown>>();
  if (!transaction) throw new Error('executeWithParameters needs an open transaction');
  await transaction.executeQuery(CompiledQuery.raw(sql, [...values]));
};

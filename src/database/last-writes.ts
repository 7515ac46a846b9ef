import type { EntityManager } from '@mikro-orm/postgresql';
import { CompiledQuery, type Transaction } from 'kysely';
import pg from 'pg';
import { WITH_COMMIT } from './lean-transactions.js';

type Value = string | number | null | Readonly<Record<string, unknown>>;

const waiting = new WeakMap<EntityManager, string[]>();

const literal = (value: Value): string => {
  if (value === null) return 'null';
  if (typeof value === 'number') return String(value);
  return pg.escapeLiteral(typeof value === 'string' ? value : JSON.stringify(value));
};

/** Has the transaction of `em` end with what `writeLast` gives it. */
export const openLastWrites = (em: EntityManager): void => void waiting.set(em, []);

/**
 * Writes a statement at the very end of the transaction, in one message with its commit: for rows that nobody reads again before. The text
 * holds its values.
 */
export const writeLast = (em: EntityManager, statement: string): void => {
  const statements = waiting.get(em);
  // Without it the row would be lost, and nobody would know.
  if (!statements) throw new Error('writeLast needs a transaction of inTransaction');
  statements.push(statement);
};

/**
 * Inserts a row at the end of the transaction; objects are written as JSON.
 * @param expressions SQL for columns that the database itself fills
 */
export const insertLast = (
  em: EntityManager,
  table: string,
  row: Readonly<Record<string, Value>>,
  expressions: Readonly<Record<string, string>> = {},
): void => {
  const names = [...Object.keys(row), ...Object.keys(expressions)].map((name) => pg.escapeIdentifier(name));
  const values = [...Object.values(row).map(literal), ...Object.values(expressions)];
  writeLast(em, `insert into ${pg.escapeIdentifier(table)} (${names.join(', ')}) values (${values.join(', ')})`);
};

/** Hands them over, right before the commit. */
export const flushLastWrites = async (em: EntityManager): Promise<void> => {
  const statements = waiting.get(em) ?? [];
  const transaction = em.getTransactionContext<Transaction<unknown>>();
  if (statements.length === 0 || !transaction) return;
  await transaction.executeQuery(CompiledQuery.raw(`${WITH_COMMIT}${statements.join('; ')}`, []));
};

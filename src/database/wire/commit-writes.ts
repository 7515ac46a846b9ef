import type { EntityClass, EntityManager, EntityProperty, RequiredEntityData } from '@mikro-orm/postgresql';
import { CompiledQuery, type Transaction } from 'kysely';
import pg from 'pg';
import { WITH_COMMIT, WITH_NEXT } from './batch-statements.js';

type Value = string | number | boolean | null | Date | Readonly<Record<string, unknown>>;
type Row = Readonly<Record<string, Value>>;

const waiting = new WeakMap<EntityManager, string[]>();

const literal = (value: Value): string => {
  if (value === null) return 'null';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value instanceof Date) return pg.escapeLiteral(value.toISOString());
  return pg.escapeLiteral(typeof value === 'string' ? value : JSON.stringify(value));
};

/** Has the transaction of `em` end with what `executeAtCommit` gives it. */
export const openCommitWrites = (em: EntityManager): void => void waiting.set(em, []);

/**
 * Writes a statement at the very end of the transaction, in one message with its commit: for rows that the transaction does not read again. The text
 * holds its values.
 */
export const executeAtCommit = (em: EntityManager, statement: string): void => {
  const statements = waiting.get(em);
  // Without this check the row would be lost without an error.
  if (!statements) throw new Error('executeAtCommit needs a transaction of inTransaction');
  statements.push(statement);
};

/**
 * Inserts a row at the end of the transaction; objects are written as JSON.
 * @param expressions SQL for columns that the database itself fills
 */
export const insertRowAtCommit = (
  em: EntityManager,
  table: string,
  row: Row,
  expressions: Readonly<Record<string, string>> = {},
): void => {
  const names = [...Object.keys(row), ...Object.keys(expressions)].map((name) => pg.escapeIdentifier(name));
  const values = [...Object.values(row).map(literal), ...Object.values(expressions)];
  executeAtCommit(em, `insert into ${pg.escapeIdentifier(table)} (${names.join(', ')}) values (${values.join(', ')})`);
};

/**
 * The same for a row of an entity's table, as the entity has it. What is left out has its default in the database.
 * @param data properties of the entity
 */
export const insertAtCommit = <Entity extends object>(
  em: EntityManager,
  entity: EntityClass<Entity>,
  data: RequiredEntityData<Entity>,
): void => {
  const { tableName, properties } = em.getMetadata(entity);
  const known: Readonly<Record<string, EntityProperty | undefined>> = properties;
  const columns = Object.entries(data).flatMap(([name, value]): [string, Value][] => {
    const { fieldNames, customType } = known[name] ?? {};
    if (value === undefined || !fieldNames?.[0]) return [];
    const given: unknown = customType ? customType.convertToDatabaseValue(value, em.getPlatform()) : value;
    return [[fieldNames[0], given as Value]];
  });
  insertRowAtCommit(em, tableName, Object.fromEntries(columns));
};

const equations = (row: Row): string[] =>
  Object.entries(row).map(([name, value]) => `${pg.escapeIdentifier(name)} = ${literal(value)}`);

/** Updates rows at the end of the transaction, where the number of rows does not matter. */
export const updateAtCommit = (em: EntityManager, table: string, key: Row, fields: Row): void => {
  const set = equations(fields).join(', ');
  executeAtCommit(em, `update ${pg.escapeIdentifier(table)} set ${set} where ${equations(key).join(' and ')}`);
};

/** Deletes rows at the end of the transaction. */
export const deleteAtCommit = (em: EntityManager, table: string, key: Row): void =>
  executeAtCommit(em, `delete from ${pg.escapeIdentifier(table)} where ${equations(key).join(' and ')}`);

/** Does not wait for the disk at commit. */
export const ASYNCHRONOUS_COMMIT = 'set local synchronous_commit = off';

/**
 * For a transaction that a crash of the server may undo, since no client was told of it: what is committed after it in the usual way
 * makes it durable too.
 */
export const commitAsynchronously = (em: EntityManager): void => executeAtCommit(em, ASYNCHRONOUS_COMMIT);

/** Sends the collected statements, right before the commit. */
export const flushCommitWrites = async (em: EntityManager): Promise<void> => {
  const statements = waiting.get(em) ?? [];
  const transaction = em.getTransactionContext<Transaction<unknown>>();
  if (!transaction) return;
  for (const statement of statements)
    await transaction.executeQuery(CompiledQuery.raw(`${WITH_COMMIT}${statement}`, []));
};

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

import type { PostgreSqlConnection } from '@mikro-orm/postgresql';
import { CompiledQuery } from 'kysely';
import type pg from 'pg';

/**
 * How statements reach the database: `batched` sends statements together in one message where it can; `plain` sends each as
 * the ORM and the driver do by themselves, for diagnosis. See docs/database-wire.md.
 */
export const WIRE_MODES = ['batched', 'plain'] as const;
export type WireMode = (typeof WIRE_MODES)[number];

type Send = (...call: readonly unknown[]) => Promise<pg.QueryResult | pg.QueryResult[]>;

const BEGIN = 'begin';
const COMMIT = 'commit';
const ROLLBACK = 'rollback';
/** Sent after `begin` and the settings where a single statement follows, and then the commit. */
export const ALONE = '/* alone */';
/** Prefix of a statement whose result is not read (a lock): it is sent with the next statement. */
export const WITH_NEXT = '/* with the next */ ';
/** Prefix of a statement at the end of a transaction whose result is not read: it is sent with the commit. */
export const WITH_COMMIT = '/* with the commit */ ';
/** How the ORM sets the session of a transaction; its result is not read. */
const SETTING = 'select set_config(';
const emptyResult = (): pg.QueryResult => ({ command: '', rowCount: 0, oid: 0, rows: [], fields: [] });

/** The text of a call that has no parameters and returns a promise. */
const plainText = ([query, values, ...rest]: readonly unknown[]): string | null => {
  const bare = values === undefined || (Array.isArray(values) && values.length === 0);
  return typeof query === 'string' && bare && rest.length === 0 ? query : null;
};

const isDeferred = (text: string): boolean => text.startsWith(WITH_COMMIT) || text.startsWith(WITH_NEXT);

/** Holds back `begin`, the settings after it and deferred statements, and sends them with the next statement. */
class StatementBatcher {
  private held: string[] = [];
  /** The single statement was sent, and its transaction ended with it. */
  private isOver = false;

  constructor(private readonly send: Send) {}

  readonly query: Send = (...call) => {
    const text = plainText(call);
    if (this.isOver) return this.end(text);
    if (text !== null && this.isHeldBack(text)) return this.hold(text);
    if (text === ROLLBACK) this.held = this.held.filter((one) => !isDeferred(one));
    if (this.held.length === 0) return this.send(...call);
    if (text === null) return this.sendBehind(call);
    return this.held.includes(ALONE) && text !== ROLLBACK ? this.sendAlone(text) : this.sendTogether(text);
  };

  /** The next borrower of the connection must not begin with settings of the last one. */
  reset(): void {
    this.held = [];
    this.isOver = false;
  }

  private isHeldBack(text: string): boolean {
    if (text === BEGIN || isDeferred(text)) return true;
    return this.held.length > 0 && (text === ALONE || text.startsWith(SETTING));
  }

  private hold(text: string): Promise<pg.QueryResult> {
    this.held.push(text);
    return Promise.resolve(emptyResult());
  }

  private takeHeld(without: readonly string[] = []): string[] {
    const taken = this.held.filter((one) => !without.includes(one));
    this.held = [];
    return taken;
  }

  private async sendTogether(text: string, without: readonly string[] = []): Promise<pg.QueryResult> {
    const results = await this.send([...this.takeHeld(without), text].join('; '));
    return (Array.isArray(results) ? results.at(-1) : results) ?? emptyResult();
  }

  /** PostgreSQL runs the statements of one message as one transaction: it needs no `begin`, and ends with the result. */
  private sendAlone(text: string): Promise<pg.QueryResult> {
    this.isOver = true;
    return this.sendTogether(text, [BEGIN, ALONE]);
  }

  /** A statement with parameters needs a message of its own. Of two errors the first says more: the second follows from it. */
  private async sendBehind(call: readonly unknown[]): ReturnType<Send> {
    const [before, own] = await Promise.allSettled([this.send(this.takeHeld([ALONE]).join('; ')), this.send(...call)]);
    if (before.status === 'rejected') throw before.reason;
    if (own.status === 'rejected') throw own.reason;
    return own.value;
  }

  private end(text: string | null): Promise<pg.QueryResult> {
    this.isOver = false;
    if (text === COMMIT || text === ROLLBACK) return Promise.resolve(emptyResult());
    return Promise.reject(new Error('A single-statement transaction got a second statement.'));
  }
}

/**
 * Saves round trips in each transaction of the ORM: `begin` and the session's settings are sent with the first statement, in
 * one message of the simple protocol, and deferred statements with the next one or the commit. Before a statement with
 * parameters they are a message of their own.
 */
export const batchStatements = (pool: pg.Pool): void => {
  const batchers = new WeakMap<pg.PoolClient, StatementBatcher>();
  pool.on('connect', (client) => {
    const batcher = new StatementBatcher(client.query.bind(client) as Send);
    batchers.set(client, batcher);
    client.query = batcher.query as typeof client.query;
  });
  pool.on('release', (_error, client) => batchers.get(client)?.reset());
};

/**
 * Sends a statement outside a transaction in one round trip. The ORM wraps it into a transaction for the session's settings.
 * Those transactions are recognized by what they lack: one of several statements has a broadcaster of its events.
 */
export const singleStatementTransactions = (connection: PostgreSqlConnection): void => {
  const transactional = connection.transactional.bind(connection);
  connection.transactional = (work, options = {}) => {
    if (options.eventBroadcaster || options.ctx || !options.sessionContext) return transactional(work, options);
    return transactional(async (transaction) => {
      await transaction.executeQuery(CompiledQuery.raw(ALONE));
      return work(transaction);
    }, options);
  };
};

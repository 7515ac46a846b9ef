import type pg from 'pg';

type Send = (...call: readonly unknown[]) => Promise<pg.QueryResult | pg.QueryResult[]>;

const BEGIN = 'begin';
const COMMIT = 'commit';
const ROLLBACK = 'rollback';
/** Sent behind `begin` and the settings where a single statement follows, and then the commit. */
export const ALONE = '/* alone */';
/** How a statement begins whose answer nobody reads (a lock): it travels with the one behind it. */
export const WITH_NEXT = '/* with the next */ ';
/** How a statement begins that is the last of its transaction, and whose answer nobody reads: it travels with the commit. */
export const WITH_COMMIT = '/* with the commit */ ';
/** Nobody reads what it answers. */
const SETTING = 'select set_config(';
const nothing = (): pg.QueryResult => ({ command: '', rowCount: 0, oid: 0, rows: [], fields: [] });

/** The text of a statement that has no parameters and whose answer is awaited. */
const plainText = ([query, values, ...rest]: readonly unknown[]): string | null => {
  const bare = values === undefined || (Array.isArray(values) && values.length === 0);
  return typeof query === 'string' && bare && rest.length === 0 ? query : null;
};

const isWithOther = (text: string): boolean => text.startsWith(WITH_COMMIT) || text.startsWith(WITH_NEXT);

/** Holds back `begin` and the settings right behind it, and sends them before the next statement. */
class Joiner {
  private held: string[] = [];
  /** The statement that stands alone was sent, and with it the transaction ended. */
  private over = false;

  constructor(private readonly send: Send) {}

  readonly query: Send = (...call) => {
    const text = plainText(call);
    if (this.over) return this.end(text);
    if (text !== null && this.waits(text)) return this.hold(text);
    if (text === ROLLBACK) this.held = this.held.filter((one) => !isWithOther(one));
    if (this.held.length === 0) return this.send(...call);
    if (text === null) return this.sendBehind(call);
    return this.held.includes(ALONE) && text !== ROLLBACK ? this.sendAlone(text) : this.sendTogether(text);
  };

  /** Whoever borrows the connection next must not begin with another's setting. */
  forget(): void {
    this.held = [];
    this.over = false;
  }

  private waits(text: string): boolean {
    if (text === BEGIN || text.startsWith(WITH_COMMIT) || text.startsWith(WITH_NEXT)) return true;
    return this.held.length > 0 && (text === ALONE || text.startsWith(SETTING));
  }

  private hold(text: string): Promise<pg.QueryResult> {
    this.held.push(text);
    return Promise.resolve(nothing());
  }

  private release(without: readonly string[] = []): string[] {
    const released = this.held.filter((one) => !without.includes(one));
    this.held = [];
    return released;
  }

  private async sendTogether(text: string, without: readonly string[] = []): Promise<pg.QueryResult> {
    const answers = await this.send([...this.release(without), text].join('; '));
    return (Array.isArray(answers) ? answers.at(-1) : answers) ?? nothing();
  }

  /** Statements in one message are one transaction: it needs no `begin`, and is over with its answer. */
  private sendAlone(text: string): Promise<pg.QueryResult> {
    this.over = true;
    return this.sendTogether(text, [BEGIN, ALONE]);
  }

  /** Of two faults the first says more. */
  private async sendBehind(call: readonly unknown[]): ReturnType<Send> {
    const [before, own] = await Promise.allSettled([this.send(this.release([ALONE]).join('; ')), this.send(...call)]);
    if (before.status === 'rejected') throw before.reason;
    if (own.status === 'rejected') throw own.reason;
    return own.value;
  }

  private end(text: string | null): Promise<pg.QueryResult> {
    this.over = false;
    if (text === COMMIT || text === ROLLBACK) return Promise.resolve(nothing());
    return Promise.reject(new Error('A statement that stood alone had another behind it.'));
  }
}

/**
 * Saves ways to the server that each transaction of the ORM takes: `begin` and the organization's setting travel with the first statement, in
 * one message of the simple protocol, and what is marked so travels with the commit. With true parameters they go before it. A statement that
 * stands alone is one message.
 */
export const batchStatements = (pool: pg.Pool): void => {
  const joiners = new WeakMap<pg.PoolClient, Joiner>();
  pool.on('connect', (client) => {
    const own = new Joiner(client.query.bind(client) as Send);
    joiners.set(client, own);
    client.query = own.query as typeof client.query;
  });
  pool.on('release', (_error, client) => joiners.get(client)?.forget());
};

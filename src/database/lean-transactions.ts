import type pg from 'pg';

type Send = (...call: readonly unknown[]) => Promise<pg.QueryResult | pg.QueryResult[]>;

const BEGIN = 'begin';
const ROLLBACK = 'rollback';
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

interface Joiner {
  readonly query: Send;
  /** Forgets what was held back: whoever borrows the connection next must not begin with another's setting. */
  readonly forget: () => void;
}

/** Holds back `begin` and the settings right behind it, and sends them before the next statement. */
const joiner = (send: Send): Joiner => {
  let held: string[] = [];
  const release = (): string[] => {
    const released = held;
    held = [];
    return released;
  };

  const hold = (text: string): Promise<pg.QueryResult> => {
    held.push(text);
    return Promise.resolve(nothing());
  };

  const sendTogether = async (text: string): Promise<pg.QueryResult> => {
    const answers = await send([...release(), text].join('; '));
    return (Array.isArray(answers) ? answers.at(-1) : answers) ?? nothing();
  };

  const sendBehind = (call: readonly unknown[]): ReturnType<Send> => {
    // Where this fails the connection is broken, and the statement behind it says so.
    send(release().join('; ')).catch(() => undefined);
    return send(...call);
  };

  const waits = (text: string): boolean =>
    text === BEGIN || text.startsWith(WITH_COMMIT) || (held.length > 0 && text.startsWith(SETTING));

  const query: Send = (...call) => {
    const text = plainText(call);
    if (text !== null && waits(text)) return hold(text);
    if (text === ROLLBACK) held = held.filter((one) => !one.startsWith(WITH_COMMIT));
    if (held.length === 0) return send(...call);
    return text === null ? sendBehind(call) : sendTogether(text);
  };
  return { query, forget: () => void release() };
};

/**
 * Saves ways to the server that each transaction of the ORM takes: `begin` and the organization's setting travel with the first statement, in
 * one message of the simple protocol, and what is marked so travels with the commit. With true parameters they go before it.
 */
export const leanTransactions = (pool: pg.Pool): void => {
  const joiners = new WeakMap<pg.PoolClient, Joiner>();
  pool.on('connect', (client) => {
    const own = joiner(client.query.bind(client) as Send);
    joiners.set(client, own);
    client.query = own.query as typeof client.query;
  });
  pool.on('release', (_error, client) => joiners.get(client)?.forget());
};

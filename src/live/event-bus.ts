import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from '../logging/logger.js';
import { EVENT_CHANNEL } from './event-stamper.js';

/** Notifies that an organization has new events; the events themselves are read from the table. */
export interface EventBus {
  /** Number of listeners over all organizations. */
  readonly listeners: number;
  /** Calls `onChange` after new events, after a reconnect, and at least every few seconds. Returns the unsubscribe function. */
  subscribe(organizationId: string, onChange: () => void): () => void;
  close(): Promise<void>;
}

const POLL_MS = 5_000;
const RECONNECT_MS = 500;
const CONNECT_LIMIT_MS = 5_000;

interface Listening {
  /** Resolves when the connection has ended, for any reason. */
  readonly ended: Promise<void>;
  end(): Promise<void>;
}

const listen = async (url: string, logger: Logger, onNotice: (organizationId: string) => void): Promise<Listening> => {
  const client = new pg.Client({
    connectionString: url,
    keepAlive: true,
    application_name: 'debrief listen',
    connectionTimeoutMillis: CONNECT_LIMIT_MS,
  });
  client.on('error', (error) => logger.warn({ err: error }, 'event listener lost its connection'));
  client.on('notification', ({ payload }) => onNotice(payload ?? ''));
  const ended = new Promise<void>((resolve) => client.once('end', resolve));
  try {
    await client.connect();
    await client.query(`listen ${EVENT_CHANNEL}`);
  } catch (error) {
    // Not awaited: a connection that failed while connecting may never emit its end. The first error is the one that counts.
    void client.end().catch(() => undefined);
    throw error;
  }
  return { ended, end: () => client.end() };
};

/** Listeners by organization. */
const openListeners = () => {
  const listeners = new Map<string, Set<() => void>>();
  const tell = (organizationId: string): void => listeners.get(organizationId)?.forEach((listener) => listener());
  return {
    tell,
    tellAll: (): void => [...listeners.keys()].forEach(tell),
    count: (): number => [...listeners.values()].reduce((sum, { size }) => sum + size, 0),
    add: (organizationId: string, onChange: () => void): (() => void) => {
      const own = listeners.get(organizationId) ?? new Set();
      listeners.set(organizationId, own.add(onChange));
      return () => {
        own.delete(onChange);
        if (own.size === 0 && listeners.get(organizationId) === own) listeners.delete(organizationId);
      };
    },
  };
};

/** One LISTEN connection for the whole process. A notification is a hint and may be lost: listeners poll as well. */
export const openEventBus = ({ url, logger }: { url: string; logger: Logger }): EventBus => {
  const { tell, tellAll, count, add } = openListeners();
  const closing = new AbortController();
  const isClosing = (): boolean => closing.signal.aborted;
  let connection: Listening | null = null;

  const stayConnected = async (): Promise<void> => {
    while (!isClosing()) {
      try {
        connection = await listen(url, logger, tell);
        if (isClosing()) return await connection.end();
        tellAll();
        await connection.ended;
      } catch (error) {
        logger.warn({ err: error }, 'event listener cannot connect');
      }
      // An abort ends the wait early; the loop checks it.
      await sleep(RECONNECT_MS, undefined, { signal: closing.signal }).catch(() => undefined);
    }
  };

  const connected = stayConnected();
  const timer = setInterval(tellAll, POLL_MS);
  return {
    get listeners() {
      return count();
    },
    subscribe: add,
    close: async () => {
      closing.abort();
      clearInterval(timer);
      await connection?.end();
      await connected;
    },
  };
};

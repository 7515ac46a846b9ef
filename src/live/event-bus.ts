import pg from 'pg';
import type { Logger } from '../logging/logger.js';
import { EVENT_CHANNEL } from './event-stamper.js';

/** Tells that an organization has new events; what they are stands in the table. */
export interface EventBus {
  /** Calls `onChange` after new events, after a reconnect, and every few seconds at least. Returns the way out. */
  subscribe(organizationId: string, onChange: () => void): () => void;
  close(): Promise<void>;
}

const LOOK_ANYWAY_MS = 5_000;
const RECONNECT_MS = 500;

/** One LISTEN connection for the whole process. A notification is a hint and may be lost: listeners look anyway. */
export const openEventBus = ({ url, logger }: { url: string; logger: Logger }): EventBus => {
  const listeners = new Map<string, Set<() => void>>();
  let client: pg.Client | null = null;
  let closed = false;

  const tell = (organizationId: string): void => listeners.get(organizationId)?.forEach((listener) => listener());
  const tellAll = (): void => [...listeners.keys()].forEach(tell);

  const connect = async (): Promise<void> => {
    const next = new pg.Client({ connectionString: url, keepAlive: true, application_name: 'debrief listen' });
    next.on('error', (error) => logger.warn({ err: error }, 'event listener lost its connection'));
    next.on('end', () => {
      if (!closed) setTimeout(() => void keepConnected(), RECONNECT_MS);
    });
    next.on('notification', ({ payload }) => tell(payload ?? ''));
    await next.connect();
    await next.query(`listen ${EVENT_CHANNEL}`);
    client = next;
    tellAll();
  };

  const keepConnected = async (): Promise<void> => {
    while (!closed) {
      try {
        return await connect();
      } catch {
        await new Promise((resolve) => setTimeout(resolve, RECONNECT_MS));
      }
    }
  };

  void keepConnected();
  const timer = setInterval(tellAll, LOOK_ANYWAY_MS);

  return {
    subscribe: (organizationId, onChange) => {
      const own = listeners.get(organizationId) ?? new Set();
      listeners.set(organizationId, own.add(onChange));
      return () => {
        own.delete(onChange);
        if (own.size === 0) listeners.delete(organizationId);
      };
    },
    close: async () => {
      closed = true;
      clearInterval(timer);
      await client?.end();
    },
  };
};

import pg from 'pg';
import { databaseError } from './database-error.js';

/** One connection for one piece of work. @throws AppError DATABASE_UNREACHABLE */
export const withClient = async <T>(config: pg.ClientConfig, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionTimeoutMillis: 5_000, ...config });
  // A server that goes away while nothing runs must not end the process; the next statement tells.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } catch (error) {
    throw databaseError(error);
  } finally {
    await client.end().catch(() => undefined);
  }
};

import pg from 'pg';
import { connectionError } from './connection-error.js';
import { databaseError } from './database-error.js';

const connect = async (client: pg.Client, { connectionString }: pg.ClientConfig): Promise<void> => {
  try {
    await client.connect();
  } catch (error) {
    throw connectionString === undefined ? databaseError(error) : connectionError(connectionString, error);
  }
};

/** One connection for one piece of work. @throws AppError DATABASE_UNREACHABLE, CONFIG_INVALID where its URL is wrong */
export const withClient = async <T>(config: pg.ClientConfig, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionTimeoutMillis: 5_000, ...config });
  // A server that goes away while nothing runs must not end the process; the next statement tells.
  client.on('error', () => undefined);
  try {
    await connect(client, config);
    return await work(client);
  } catch (error) {
    throw databaseError(error);
  } finally {
    await client.end().catch(() => undefined);
  }
};

import type pg from 'pg';
import { codeOf } from '../database-error.js';

/** The server has it: the answer to an earlier try did not arrive. */
const KNOWN = '42P05';

/** Prepares a statement on each connection before its first use there: `execute name` can then be one of several statements in a message. */
export const prepareOnce = (name: string, text: string): ((client: pg.PoolClient) => Promise<void>) => {
  const prepared = new WeakSet<pg.PoolClient>();
  return async (client) => {
    if (prepared.has(client)) return;
    await client.query(`prepare ${name} as ${text}`).catch((error: unknown) => {
      if (codeOf(error) !== KNOWN) throw error;
    });
    prepared.add(client);
  };
};

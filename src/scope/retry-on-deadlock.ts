import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf } from '../database/database-error.js';

const DEADLOCK = '40P01';
const MAX_TRIES = 5;
const PAUSE_MS = 20;

/**
 * Runs a transaction again which PostgreSQL ended because it and another waited for each other's rows: one of them always
 * goes through. For transactions over rows that workers lock in another order. Each try needs an entity manager of its own.
 */
export const retryOnDeadlock = async <Result>(transaction: () => Promise<Result>): Promise<Result> => {
  for (let tried = 1; ; tried += 1) {
    try {
      return await transaction();
    } catch (error) {
      if (codeOf(error) !== DEADLOCK || tried === MAX_TRIES) throw error;
      await sleep(PAUSE_MS * tried);
    }
  }
};

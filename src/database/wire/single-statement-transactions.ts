import { CompiledQuery } from 'kysely';
import { ALONE } from './batch-statements.js';
import type { PostgreSqlConnection } from '@mikro-orm/postgresql';

/**
 * Has a statement that the ORM sends outside of a transaction take one way to the server: the ORM puts it into one of its own, for the
 * organization's setting. Those are told by what they lack: a transaction of several statements tells somebody of its stages.
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

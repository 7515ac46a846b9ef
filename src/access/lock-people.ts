import type { Uses } from '../scope/scope.js';

/**
 * Whoever finds, makes, changes or merges the people and companies of an organization takes turns, until the transaction ends. Taken before
 * any row is locked, so that no two wait for each other.
 */
export const lockPeople = async ({ em, organizationId }: Uses<'em'>): Promise<void> => {
  await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`${organizationId} people`]);
};

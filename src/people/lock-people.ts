import { advisoryLock } from '../database/wire/defer-lock.js';
import type { Uses } from '../scope/scope.js';

const ofOrganization = (organizationId: string): string => `${organizationId} people`;

/**
 * Whoever makes, changes or merges the people and companies of an organization takes turns, until the transaction ends. Taken before any row
 * is locked, so that no two wait for each other.
 */
export const lockPeople = async ({ em, organizationId }: Uses<'em'>): Promise<void> => {
  await advisoryLock(em, ofOrganization(organizationId));
};

/** Whoever only refers to them does so beside others, while nobody changes them. */
export const keepPeople = async ({ em, organizationId }: Uses<'em'>): Promise<void> => {
  await advisoryLock(em, ofOrganization(organizationId), 'SHARED');
};

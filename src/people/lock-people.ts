import { advisoryLock } from '../database/wire/commit-writes.js';
import type { Uses } from '../scope/scope.js';

const ofOrganization = (organizationId: string): string => `${organizationId} people`;

/**
 * Exclusive lock on the people and companies of an organization, until the transaction ends: for callers that create, change or merge them. Taken
 * before any row is locked, so that no two callers deadlock.
 */
export const lockPeople = async ({ em, organizationId }: Uses<'em'>): Promise<void> => {
  await advisoryLock(em, ofOrganization(organizationId));
};

/** Shared lock for callers that only refer to them. */
export const lockPeopleShared = async ({ em, organizationId }: Uses<'em'>): Promise<void> => {
  await advisoryLock(em, ofOrganization(organizationId), 'SHARED');
};

import { recordAudit } from '../audit/record-audit.js';
import type { CourierReads } from '../database/wire/courier.js';
import { AppError } from '../errors/app-error.js';
import { inTransaction } from '../scope/in-transaction.js';
import type { Uses } from '../scope/scope.js';
import { cleanUnicode } from '../text/clean-unicode.js';
import { Organization } from './organization.entity.js';

export interface OrganizationRow {
  readonly id: string;
  readonly name: string;
  readonly emailDomains: readonly string[];
}

export const organizationOf = async ({ reads }: Uses<'reads'>): Promise<OrganizationRow | null> => {
  const rows = await reads.read<OrganizationRow>({
    name: 'organization_own',
    text: `select id, name, email_domains as "emailDomains" from organization`,
    values: [],
  });
  return rows[0] ?? null;
};

/** Statement for what runs for each organization. */
export const ALL_ORGANIZATIONS = 'select id from organization';

/** Every organization of the installation by id and name, by name; 10,000 at most. For who has the owner's access. */
export const listOrganizations = (courier: CourierReads): Promise<Pick<OrganizationRow, 'id' | 'name'>[]> =>
  courier.readAcross({
    name: 'organization_all',
    text: 'select id, name from organization order by lower(name), id limit 10000',
    values: [],
  });

const MAX_NAME = 200;

/** @throws AppError BAD_USER_INPUT for a name that is empty or too long */
export const checkedOrganizationName = (given: string): string => {
  const name = cleanUnicode(given).trim();
  if (name.length >= 1 && name.length <= MAX_NAME) return name;
  throw new AppError('BAD_USER_INPUT', `Give the organization a name of 1 to ${MAX_NAME} characters.`);
};

const DOMAIN = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/;

const checkDomains = (domains: readonly string[]): string[] =>
  domains.map((domain) => {
    const plain = domain.trim().toLowerCase();
    if (DOMAIN.test(plain)) return plain;
    throw new AppError('BAD_USER_INPUT', `"${domain}" is not an e-mail domain such as example.com.`);
  });

/**
 * Enters the organization of the scope; one that exists keeps everything.
 * @throws AppError BAD_USER_INPUT for a domain that is none
 */
export const registerOrganization = async (
  scope: Uses<'em' | 'actor' | 'queue' | 'live' | 'requestId'>,
  { name, emailDomains }: { readonly name: string; readonly emailDomains: readonly string[] },
): Promise<void> => {
  const domains = checkDomains(emailDomains);
  const { organizationId: id } = scope;
  await inTransaction(scope, async (scope) => {
    if (await scope.em.findOne(Organization, { id })) return;
    scope.em.persist(scope.em.create(Organization, { id, name, emailDomains: domains }));
    recordAudit(scope, { action: 'organization.create', subjectType: 'Organization', subjectId: id, after: { name } });
    await scope.em.flush();
  });
};

/** Serializes changes of an organization's own settings until the transaction ends. */
export const lockOrganization = async ({ em, organizationId }: Uses<'em'>): Promise<void> => {
  await em.execute('select 1 from organization where id = ? for no key update', [organizationId]);
};

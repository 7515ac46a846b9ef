import { v7 as uuidv7 } from 'uuid';
import { createApiKey } from '../access/api-keys.js';
import { Organization } from '../access/organization.entity.js';
import { recordAudit } from '../audit/record-audit.js';
import { AppError } from '../errors/app-error.js';
import { inTransaction } from '../scope/in-transaction.js';
import type { System } from './open-system.js';

interface NewOrganization {
  readonly id?: string;
  readonly name: string;
  readonly emailDomains: readonly string[];
}

const DOMAIN = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/;

const checkDomains = (domains: readonly string[]): string[] =>
  domains.map((domain) => {
    const plain = domain.trim().toLowerCase();
    if (DOMAIN.test(plain)) return plain;
    throw new AppError('BAD_USER_INPUT', `"${domain}" is not an e-mail domain such as example.com.`);
  });

/**
 * Makes an organization with an administrator's key, which is returned and stored nowhere.
 * An organization of that id that exists keeps everything and gets another key.
 */
export const createOrganization = async (
  system: System,
  { id = uuidv7(), name, emailDomains }: NewOrganization,
): Promise<{ organizationId: string; key: string }> => {
  const actor = { kind: 'SYSTEM', id: null, name: 'command line', role: 'SYSTEM' } as const;
  const scope = system.openScope({ organizationId: id, actor }, null);
  const domains = checkDomains(emailDomains);
  await inTransaction(scope, async (scope) => {
    if (await scope.em.findOne(Organization, { id })) return;
    scope.em.persist(scope.em.create(Organization, { id, name, emailDomains: domains }));
    recordAudit(scope, { action: 'organization.create', subjectType: 'Organization', subjectId: id, after: { name } });
    await scope.em.flush();
  });
  const { key } = await createApiKey({ ...scope, em: scope.em.fork() }, { name: 'administrator', role: 'ADMIN' });
  return { organizationId: id, key };
};

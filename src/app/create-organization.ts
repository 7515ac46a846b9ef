import { v7 as uuidv7 } from 'uuid';
import { createApiKey } from '../access/api-keys.js';
import { checkedOrganizationName, registerOrganization } from '../access/organizations.js';
import { AppError } from '../errors/app-error.js';
import type { Config } from './config.js';
import { organizationsNamed } from './find-organization.js';
import type { System } from './open-system.js';
import { scopeOf } from './owner-scope.js';
import { printLine } from './print-line.js';
import { withSystem } from './with-system.js';

interface NewOrganization {
  readonly id?: string;
  readonly name: string;
  readonly emailDomains: readonly string[];
}

/**
 * Makes an organization with an administrator's key, which is returned and stored nowhere.
 * An organization of that id that exists keeps everything and gets another key.
 */
export const createOrganization = async (
  system: System,
  { id = uuidv7(), name, emailDomains }: NewOrganization,
): Promise<{ organizationId: string; key: string }> => {
  await registerOrganization(scopeOf(system, id), { name, emailDomains });
  const { key } = await createApiKey(scopeOf(system, id), { name: 'administrator', role: 'ADMIN' });
  return { organizationId: id, key };
};

const requireFree = async (system: System, name: string): Promise<void> => {
  const [taken] = await organizationsNamed(system, name);
  if (!taken) return;
  const advice = `For another key of it: debrief key create --organization ${taken.id}`;
  throw new AppError('CONFLICT', `There is an organization "${taken.name}" already (${taken.id}). ${advice}`);
};

/**
 * `debrief organization`.
 * @throws AppError BAD_USER_INPUT for an unfit name or domain, CONFLICT for a name that is taken
 */
export const addOrganization = async (
  config: Config,
  given: string,
  emailDomains: readonly string[],
): Promise<void> => {
  const name = checkedOrganizationName(given);
  await withSystem(config, async (system) => {
    await requireFree(system, name);
    const { organizationId, key } = await createOrganization(system, { name, emailDomains });
    printLine(`Organization ${name} was created, with the id ${organizationId}.`);
    printLine(`Its administrator's key, shown only now:\n\n  ${key}\n`);
  });
};

import { v7 as uuidv7 } from 'uuid';
import { createApiKey } from '../access/api-keys.js';
import { registerOrganization } from '../access/organizations.js';
import type { System } from './open-system.js';
import type { Config } from './config.js';
import { openStack } from './open-stack.js';
import { printLine } from './print-line.js';

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
  const actor = { kind: 'SYSTEM', id: null, name: 'command line', role: 'SYSTEM' } as const;
  const scope = system.openScope({ organizationId: id, actor }, null);
  await registerOrganization(scope, { name, emailDomains });
  const { key } = await createApiKey({ ...scope, em: scope.em.fork() }, { name: 'administrator', role: 'ADMIN' });
  return { organizationId: id, key };
};

/** `debrief organization`. */
export const addOrganization = async (config: Config, name: string, emailDomains: readonly string[]): Promise<void> => {
  const stack = await openStack(config, { api: false, worker: false, progress: () => undefined });
  try {
    const { key } = await createOrganization(stack.system, { name, emailDomains });
    printLine(`Organization ${name} was created. Its administrator's key, shown only now:\n\n  ${key}\n`);
  } finally {
    await stack.close();
  }
};

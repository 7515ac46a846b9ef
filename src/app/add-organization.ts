import type { Config } from './config.js';
import { createOrganization } from './create-organization.js';
import { openStack } from './open-stack.js';
import { printLine } from './print-line.js';

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

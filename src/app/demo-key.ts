import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../errors/app-error.js';
import { createOrganization } from './create-organization.js';
import type { System } from './open-system.js';

/** What is remembered of the demo organization between starts. */
export interface Demo {
  readonly key: string;
  /** Whether the sample calls were uploaded. */
  readonly seeded: boolean;
}

/** The demo organization, the same on every machine. */
const DEMO_ORGANIZATION = '0199d3b0-0000-7000-8000-000000000001';

const fileOf = (home: string): string => join(home, 'demo.json');

/** The demo as it was left; null before the first start. */
export const readDemo = async (home: string): Promise<Demo | null> => {
  try {
    return JSON.parse(await readFile(fileOf(home), 'utf8')) as Demo;
  } catch {
    // Missing or damaged: the demo organization gets a new key, and writing it reports a folder that cannot be used.
    return null;
  }
};

export const writeDemo = async (home: string, demo: Demo): Promise<void> => {
  await mkdir(home, { recursive: true });
  await writeFile(fileOf(home), `${JSON.stringify(demo)}\n`, { mode: 0o600 });
};

const isGood = async ({ authenticator }: System, { key }: Demo): Promise<boolean> => {
  try {
    await authenticator.authenticate(`Bearer ${key}`);
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === 'UNAUTHENTICATED') return false;
    throw error;
  }
};

/** The demo organization's key: the one in the home folder where it is still good, else a new one. */
export const ensureDemo = async (system: System, home: string): Promise<Demo> => {
  const known = await readDemo(home);
  if (known && (await isGood(system, known))) return known;
  const { key } = await createOrganization(system, { id: DEMO_ORGANIZATION, name: 'Demo', emailDomains: [] });
  const demo = { key, seeded: false };
  await writeDemo(home, demo);
  return demo;
};

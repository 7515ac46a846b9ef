import type { Config } from './config.js';
import { openStack } from './open-stack.js';
import type { System } from './open-system.js';

/** Connects to the database, as its owner does, for one command: neither API nor worker is started. */
export const withSystem = async <Result>(
  config: Config,
  work: (system: System) => Promise<Result>,
): Promise<Result> => {
  const stack = await openStack(config, { api: false, worker: false, progress: () => undefined });
  try {
    return await work(stack.system);
  } finally {
    await stack.close();
  }
};

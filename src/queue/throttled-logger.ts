import type { Logger } from '../logging/logger.js';

const PAUSE_MS = 10_000;
const MAX_KINDS = 100;

/**
 * A warning that says each thing at most every ten seconds, and how often it was left unsaid: a store that is down
 * makes thousands of equal errors a second.
 */
export const throttledLogger = (logger: Logger, message: string, now: () => number = () => performance.now()) => {
  const said = new Map<string, { at: number; unsaid: number }>();
  return (error: Error): void => {
    const last = said.get(error.message);
    if (last && now() - last.at < PAUSE_MS) {
      last.unsaid += 1;
      return;
    }
    if (said.size >= MAX_KINDS) said.clear();
    said.set(error.message, { at: now(), unsaid: 0 });
    logger.warn({ err: error, ...(last && last.unsaid > 0 ? { unsaid: last.unsaid } : {}) }, message);
  };
};

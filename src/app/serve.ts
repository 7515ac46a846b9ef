import type { Config } from './config.js';
import { openStack, type Stack, type StackOptions } from './open-stack.js';
import { printLine } from './print-line.js';
import { removeServerNote, writeServerNote } from './server-note.js';
import { waitForShutdown } from './wait-for-shutdown.js';

/** Logs and ends: after an unknown fault nothing of the process is to be trusted. Whatever it did is fenced or repeated. */
const endOnUnknownFault = ({ logger }: Stack): void => {
  const end = (error: unknown): void => {
    logger.error({ err: error }, 'unexpected fault; the process ends');
    process.exit(1);
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
};

/** Longer than the grace of the work under way; what still hangs then would hang forever. */
const HARD_LIMIT_MS = 30_000;

const endAtLast = (): void => {
  const end = (): never => {
    process.stderr.write(
      `debrief: not everything ended within ${HARD_LIMIT_MS / 1_000} s. What was accepted is kept.\n`,
    );
    process.exit(1);
  };
  setTimeout(end, HARD_LIMIT_MS).unref();
};

type Parts = Pick<StackOptions, 'api' | 'worker'>;

/** Runs the API, the worker, or both until Ctrl-C or SIGTERM, then drains. `whenUp` is not waited for when stopping. */
export const serve = async (config: Config, parts: Parts, whenUp: (stack: Stack) => Promise<void>): Promise<void> => {
  const stack = await openStack(config, { ...parts, progress: printLine });
  endOnUnknownFault(stack);
  const stopped = waitForShutdown();
  try {
    if (stack.api) await writeServerNote(config.home, stack.api.url);
    await Promise.race([whenUp(stack), stopped]);
    await stopped;
    endAtLast();
    printLine('\nStopping: what is under way may end first (Ctrl-C again to stop at once)');
  } finally {
    if (stack.api) await removeServerNote(config.home);
    await stack.close();
  }
};

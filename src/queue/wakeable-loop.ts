import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../database/database-error.js';
import type { Logger } from '../logging/logger.js';

export interface WakeableLoop {
  /** Has the work done soon, at once when idle. Calls while it runs lead to one more round. */
  wake(): void;
  /** Why the last round failed, in a sentence; null where it did not. */
  trouble(): string | null;
  /** Resolves when the round under way has ended. */
  close(): Promise<void>;
}

interface WakeableLoopOptions {
  readonly name: string;
  /** One round. True asks for another at once (there was more than fits in one). */
  readonly work: () => Promise<boolean>;
  /** Longest pause between two rounds. */
  readonly everyMs: number;
  /** Shortest time from one round's beginning to the next one's: what comes meanwhile is done together. */
  readonly restMs?: number;
  readonly logger: Logger;
}

/** A round that reports its faults instead of throwing: once per streak, and the recovery. */
const reported = ({ name, work, logger }: WakeableLoopOptions) => {
  let trouble: string | null = null;
  const round = async (): Promise<boolean> => {
    try {
      const more = await work();
      if (trouble !== null) logger.info({ loop: name }, 'loop recovered');
      trouble = null;
      return more;
    } catch (error) {
      if (trouble === null) logger.error({ loop: name, err: error }, 'loop failed and will try again');
      trouble = `The ${name} fails: ${messageOf(error) || 'without a message'}.`;
      return false;
    }
  };
  return { round, trouble: () => trouble };
};

/** Runs `work` when woken and at least every `everyMs`; a failing round is logged once per streak and tried again. */
export const openWakeableLoop = (options: WakeableLoopOptions): WakeableLoop => {
  const { round, trouble } = reported(options);
  let closed = false;
  let woken = false;
  let rouse: () => void = () => undefined;

  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, options.everyMs);
      rouse = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const rest = async (began: number): Promise<void> => {
    const left = (options.restMs ?? 0) - (performance.now() - began);
    if (left > 0 && !closed) await sleep(left);
  };

  const run = async (): Promise<void> => {
    while (!closed) {
      woken = false;
      const began = performance.now();
      const more = await round();
      if (!more && !(woken as boolean) && !(closed as boolean)) await pause();
      if (!more) await rest(began);
    }
  };

  const running = run();
  return {
    trouble,
    wake: () => {
      woken = true;
      rouse();
    },
    close: () => {
      closed = true;
      rouse();
      return running;
    },
  };
};

import type { Logger } from '../logging/logger.js';

export interface WakeableLoop {
  /** Has the work done soon, at once when idle. Calls while it runs lead to one more round. */
  wake(): void;
  /** Resolves when the round under way has ended. */
  close(): Promise<void>;
}

interface WakeableLoopOptions {
  readonly name: string;
  /** One round. True asks for another at once (there was more than fits in one). */
  readonly work: () => Promise<boolean>;
  /** Longest pause between two rounds. */
  readonly everyMs: number;
  readonly logger: Logger;
}

/** Runs `work` when woken and at least every `everyMs`; a failing round is logged once per streak and tried again. */
export const openWakeableLoop = ({ name, work, everyMs, logger }: WakeableLoopOptions): WakeableLoop => {
  let closed = false;
  let woken = false;
  let failing = false;
  let rouse: () => void = () => undefined;

  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, everyMs);
      rouse = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const round = async (): Promise<boolean> => {
    try {
      const more = await work();
      if (failing) logger.info({ loop: name }, 'loop recovered');
      failing = false;
      return more;
    } catch (error) {
      if (!failing) logger.error({ loop: name, err: error }, 'loop failed and will try again');
      failing = true;
      return false;
    }
  };

  const run = async (): Promise<void> => {
    while (!closed) {
      woken = false;
      const more = await round();
      if (!more && !(woken as boolean) && !(closed as boolean)) await pause();
    }
  };

  const running = run();
  return {
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

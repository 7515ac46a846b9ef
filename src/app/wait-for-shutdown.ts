/** One Ctrl-C may arrive several times: from the terminal, from npm, from the launcher. */
const SAME_PRESS_MS = 500;

/** Resolves at the first Ctrl-C or SIGTERM; a second one, pressed later, ends the process at once. */
export const waitForShutdown = (): Promise<NodeJS.Signals> =>
  new Promise((resolve) => {
    let first: number | null = null;
    const stop = (signal: NodeJS.Signals): void => {
      first ??= performance.now();
      if (performance.now() - first > SAME_PRESS_MS) process.exit(1);
      resolve(signal);
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });

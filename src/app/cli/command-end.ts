import type { Command } from 'commander';

/** Ends the process with 2 for wrong arguments, so that they differ from work that failed (1). Help ends it with 0. */
export const exitOnUsageError = (command: Command): Command =>
  command.exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));

/** Calls `interrupt` at the first Ctrl-C, so that finished work is still printed. A second one ends the process. @returns a function that stops listening */
export const onInterrupt = (interrupt: () => void): (() => void) => {
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.once(signal, interrupt);
  return () => {
    for (const signal of signals) process.off(signal, interrupt);
  };
};

import type { Command } from 'commander';

/** Wrong arguments end the process with 2, to be told from work that failed with 1. Help ends it with 0. */
export const exitOnUsageError = (command: Command): Command =>
  command.exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));

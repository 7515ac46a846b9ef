import { printable } from './text-layout.js';

/** A line on the standard error, beside the output of a command. */
export const printNote = (line: string): void => void process.stderr.write(`${printable(line)}\n`);

/** Writes to the standard output and waits until it is written. A reader that closes early (`| head`) is not an error. */
export const writeOut = (text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const settle = (error?: Error | null): void => {
      if (!error || (error as { code?: string }).code === 'EPIPE') resolve();
      else reject(error);
    };
    process.stdout.once('error', settle);
    process.stdout.write(text, (error) => {
      settle(error);
      // The stream reports a failed write twice, the second time as an event after this callback.
      if (!error) process.stdout.off('error', settle);
    });
  });

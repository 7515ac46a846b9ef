/** Writes to the standard output and waits until it is taken. A reader that goes away early (`| head`) is no fault. */
export const writeOut = (text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const settle = (error?: Error | null): void => {
      if (!error || (error as { code?: string }).code === 'EPIPE') resolve();
      else reject(error);
    };
    process.stdout.once('error', settle);
    process.stdout.write(text, (error) => {
      settle(error);
      // The stream tells of a failed write twice, the second time as an event after this callback.
      if (!error) process.stdout.off('error', settle);
    });
  });

/** A line for people. */
export const printLine = (line: string): void => void process.stdout.write(`${line}\n`);

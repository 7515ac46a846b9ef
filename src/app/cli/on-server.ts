import { readConfig } from '../config.js';
import type { TargetFlags } from './common-flags.js';
import { targetOf } from './common-flags.js';
import { printNote } from './terminal/write-out.js';
import { asFault } from './client/call-error.js';
import { openClient, type Client } from './client/client.js';

/**
 * Works on the running server, or on one started for this command. A failure is printed as one sentence with its code, and
 * the command ends with 1.
 */
export const onServer = async (flags: TargetFlags, work: (client: Client) => Promise<void>): Promise<void> => {
  try {
    // Loaded on demand: it imports the whole system, which `--help` does not need.
    const { attach } = await import('../attach.js');
    const attachment = await attach(readConfig(), { ...targetOf(flags), progress: printNote });
    try {
      await work(openClient({ url: attachment.url, key: attachment.key }));
    } finally {
      await attachment.close();
    }
  } catch (error) {
    const { code, message } = asFault(error);
    printNote(`debrief: ${message} (${code})`);
    process.exitCode = 1;
  }
};

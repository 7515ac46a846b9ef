// The server of `bench:stall`: all of `npm start` in a separate process, which reports how long its event loop was blocked.
import { rm } from 'node:fs/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { readConfig } from '../../src/app/config.js';
import { ensureDemo } from '../../src/app/demo-key.js';
import { openStack } from '../../src/app/open-stack.js';

/** Messages of the server: its address, then for each question the longest delay since the last one. */
export type ServerMessage =
  | { readonly kind: 'READY'; readonly url: string; readonly key: string }
  | { readonly kind: 'DELAY'; readonly maxMs: number; readonly p99Ms: number; readonly rssMiB: number };

const RESOLUTION_MS = 1;
const MIB = 1024 * 1024;

const send = (message: ServerMessage): void => void process.send?.(message);

const stack = await openStack(readConfig(), { api: true, worker: true, progress: () => undefined });
const demo = await ensureDemo(stack.system, readConfig().home);
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delay.enable();

/** For root, the data folder is outside of the benchmark's folder. */
const end = async (): Promise<void> => {
  await stack.close();
  await rm(stack.database.location, { recursive: true, force: true });
  process.disconnect();
};

process.on('message', (question) => {
  if (question === 'END') {
    void end();
    return;
  }
  const toMs = (nanoseconds: number): number => nanoseconds / 1e6;
  send({
    kind: 'DELAY',
    maxMs: toMs(delay.max),
    p99Ms: toMs(delay.percentile(99)),
    rssMiB: process.memoryUsage.rss() / MIB,
  });
  delay.reset();
});
send({ kind: 'READY', url: stack.api?.url ?? '', key: demo.key });

// The server of `bench:stall`: the whole of `npm start` in a process of its own, which tells how long its event loop was held up.
import { rm } from 'node:fs/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { readConfig } from '../../src/app/config.js';
import { ensureDemo } from '../../src/app/demo-key.js';
import { openStack } from '../../src/app/open-stack.js';

/** What the server says: where it answers, then after each question the longest delay since the last one. */
export type ServerMessage =
  | { readonly kind: 'READY'; readonly url: string; readonly key: string }
  | { readonly kind: 'DELAY'; readonly maxMs: number; readonly p99Ms: number; readonly rssMiB: number };

const RESOLUTION_MS = 1;
const MIB = 1024 * 1024;

const say = (message: ServerMessage): void => void process.send?.(message);

const stack = await openStack(readConfig(), { api: true, worker: true, progress: () => undefined });
const demo = await ensureDemo(stack.system, readConfig().home);
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delay.enable();

/** Root's data lies outside of the bench's own folder. */
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
  say({
    kind: 'DELAY',
    maxMs: toMs(delay.max),
    p99Ms: toMs(delay.percentile(99)),
    rssMiB: process.memoryUsage.rss() / MIB,
  });
  delay.reset();
});
say({ kind: 'READY', url: stack.api?.url ?? '', key: demo.key });

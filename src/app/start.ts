import { existsSync } from 'node:fs';
import type { Config } from './config.js';
import { ensureDemo, readDemo } from './demo-key.js';
import { scoreSamples } from './score-samples.js';
import type { Stack } from './open-stack.js';
import { printLine } from './print-line.js';
import { serve } from './serve.js';
import { findServer, otherServers } from './server-note.js';
import { whereToLook } from './where-to-look.js';

const judgeOf = ({ defaultModel }: Config): string =>
  defaultModel.startsWith('baseline')
    ? 'Judge: the offline baseline (no key needed). It is a demo, not a measurement; set OPENAI_API_KEY for a model.'
    : `Judge: ${defaultModel}`;

/** Where a server runs elsewhere and nothing says that another is wanted, says so in place of starting one. */
const isToldOfOthers = async ({ home, isHomeGiven }: Config): Promise<boolean> => {
  if (isHomeGiven || existsSync(home)) return false;
  const others = await otherServers(home);
  if (others.length === 0) return false;
  for (const other of others) printLine(`Debrief is already running at ${other.url}, with its data in ${other.home}.`);
  printLine(`For another one with data of its own: DEBRIEF_HOME=${home} npm start`);
  return true;
};

/**
 * `debrief start`: everything in one process. The first start scores the sample calls through the public upload path; a
 * second start on the same folder says where the first one answers.
 */
export const start = async (config: Config): Promise<void> => {
  const running = await findServer(config.home);
  if (running) {
    const demo = await readDemo(config.home);
    printLine(
      `Debrief is already running on ${config.home}.\n${whereToLook(running, config.home, demo !== null && config.showKey ? demo.key : null)}`,
    );
    return;
  }
  if (await isToldOfOthers(config)) return;
  printLine('Debrief: sales calls in, verified scorecards out');
  await serve(config, { api: true, worker: true }, async ({ system, api }: Stack) => {
    const url = api?.url ?? '';
    printLine(judgeOf(config));
    const demo = await ensureDemo(system, config.home);
    if (!demo.seeded) await scoreSamples(url, demo, config.home);
    printLine(whereToLook(url, config.home, demo.seeded && !config.showKey ? null : demo.key));
  });
};

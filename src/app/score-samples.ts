import { callRow, callsTable } from './cli/score/calls-table.js';
import { openClient } from './cli/client/client.js';
import { printOptions } from './cli/terminal/print-options.js';
import { openProgressBar } from './cli/terminal/progress-bar.js';
import { scoreFiles } from './cli/score/score-files.js';
import { writeDemo, type Demo } from './demo-key.js';
import { readSampleCalls } from './sample-calls.js';

const LIMIT_MS = 120_000;

/** Uploads the sample calls as any client would, shows how they are scored, and prints what came out. */
export const scoreSamples = async (url: string, demo: Demo, home: string): Promise<void> => {
  const client = openClient({ url, key: demo.key });
  const bar = openProgressBar();
  const files = await readSampleCalls();
  const results = await scoreFiles(client, files, { limitMs: LIMIT_MS }, ({ done, total, progress, file, stage }) =>
    bar.update(done, total, `${file}  ${stage.toLowerCase()}`, progress),
  );
  bar.done();
  const reached = results.every(({ error }) => error?.code !== 'UNAVAILABLE');
  if (reached) await writeDemo(home, { ...demo, seeded: true });
  process.stdout.write(
    `\n${results.length} synthetic calls, uploaded and scored just now:\n\n${callsTable(results.map(callRow), printOptions(process.stdout).width)}\n`,
  );
};

import { InvalidArgumentError, type Command } from 'commander';
import { findRepresentative } from './calls/find-person.js';
import { listEntry, listTable } from './calls/calls-list.js';
import { newestCalls } from './calls/list-calls.js';
import { onServer } from './on-server.js';
import { exitOnUsageError } from './command-end.js';
import type { TargetFlags } from './common-flags.js';
import { readSummary, summaryLines } from './calls/rep-summary.js';
import { printOptions } from './terminal/print-options.js';
import { writeOut } from './terminal/write-out.js';

interface RepFlags extends TargetFlags {
  readonly rubric: string;
  readonly limit: number;
  readonly json?: true;
}

const HELP = `
Means are over the calls that were scored by the rubric; how the others ended is shown beside them.
With --json the only thing on stdout is one JSON document, { representative, counts, meanOverall, dimensions, calls }.

Examples:
  $ npx debrief rep "Dana Example"
  $ npx debrief rep dana --json

Exit codes:
  0  found
  1  not found, several of that name, or the server cannot be reached
  2  wrong usage`;

const asCount = (text: string): number => {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= 100) return count;
  throw new InvalidArgumentError('It must be a whole number from 1 to 100.');
};

const runRep = (name: string, { rubric, limit, json, ...target }: RepFlags): Promise<void> =>
  onServer(target, async (client) => {
    const representative = await findRepresentative(client, name);
    const summary = await readSummary(client, representative.id, rubric);
    const { calls } = await newestCalls(client, { representativeId: representative.id }, limit);
    if (json) {
      const document = { representative, ...summary, calls: calls.map(listEntry) };
      return writeOut(`${JSON.stringify(document, null, 2)}\n`);
    }
    const options = printOptions(process.stdout);
    const lines = [
      ...summaryLines(representative.name, rubric, summary, options),
      '',
      ...listTable(calls, options.width, false),
    ];
    return writeOut(`${lines.join('\n')}\n`);
  });

/** `debrief rep`: how a representative does. */
export const registerRep = (program: Command): void => {
  exitOnUsageError(program.command('rep'))
    .description('How a representative does: means by dimension, and the latest calls')
    .argument('<name>', 'the representative; a part of the name is enough')
    .option('--rubric <key>', 'scores by this rubric', 'spin')
    .option('--limit <n>', 'most calls to list', asCount, 10)
    .option('--json', 'print one JSON document')
    .option('--url <url>', 'server to use (default: the one running here, else an embedded one)')
    .option('--key <key>', 'API key for that server (default: the key of the demo organization)')
    .addHelpText('after', HELP)
    .action(runRep);
};

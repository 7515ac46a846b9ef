import type { Command } from 'commander';
import { silentLogger } from '../../logging/logger.js';
import { loadPlugins } from '../../plugin-host/load-plugins.js';
import type { Replay } from '../../scoring/replay/replay-run.js';
import type { ReproductionBundle } from '../../scoring/replay/reproduction-bundle.js';
import { readConfig } from '../config.js';
import { asFault } from './client/call-error.js';
import { exitOnUsageError } from './command-end.js';
import { targetOf, type TargetFlags } from './common-flags.js';
import { fetchBundle, isFile, readBundle } from './replay/read-bundle.js';
import { replayLines } from './replay/replay-lines.js';
import { printNote, writeOut } from './terminal/write-out.js';

interface ReplayFlags extends TargetFlags {
  readonly json?: true;
}

const HELP = `
Repeats parsing, schema check, rules, verification of quotes and the overall score from the stored answers of the models.
No model is called; with a file, no server and no database are needed either.
With --json the only thing on stdout is one JSON document:
  { runId, hasResult, differences: [{ path, stored, replayed }], otherVersions: [{ plugin, then, now }] }

Examples:
  $ npx debrief replay run-0193.json
  $ npx debrief replay UnVuOjAxOTM --url https://debrief.example.com --key dbf_…

Exit codes:
  0  the same result, byte for byte
  1  something differs, or the run could not be replayed; the message says what
  2  wrong usage`;

const fromServer = async (runId: string, flags: ReplayFlags): Promise<ReproductionBundle> => {
  // Loaded on demand: it imports the whole system, which a file does not need.
  const { attach } = await import('../attach.js');
  const attachment = await attach(readConfig(), { ...targetOf(flags), progress: printNote });
  try {
    return await fetchBundle(attachment.url, attachment.key, runId);
  } finally {
    await attachment.close();
  }
};

const replay = async (bundle: ReproductionBundle): Promise<Replay> => {
  const { replayRun } = await import('../../scoring/replay/replay-run.js');
  const { pluginsFile } = readConfig();
  const plugins = await loadPlugins({
    configFile: pluginsFile,
    logger: silentLogger,
    secrets: (name) => process.env[name],
  });
  try {
    return await replayRun(plugins.catalog, bundle);
  } finally {
    await plugins.dispose();
  }
};

const runReplay = async (target: string, flags: ReplayFlags): Promise<void> => {
  try {
    const bundle = (await isFile(target)) ? await readBundle(target) : await fromServer(target, flags);
    const replayed = await replay(bundle);
    const document = { runId: bundle.run.id, ...replayed };
    const text = flags.json ? JSON.stringify(document, null, 2) : replayLines(replayed, bundle).join('\n');
    await writeOut(`${text}\n`);
    process.exitCode = replayed.differences.length === 0 ? 0 : 1;
  } catch (error) {
    const { code, message } = asFault(error);
    printNote(`debrief: ${message} (${code})`);
    process.exitCode = 1;
  }
};

/** `debrief replay`: checks that a result follows from the stored answers, byte for byte. */
export const registerReplay = (program: Command): void => {
  exitOnUsageError(program.command('replay'))
    .description('Repeat a run from its stored answers, without calling a model, and compare')
    .argument('<run>', "a reproduction bundle, or a run's id on a server")
    .option('--json', 'print one JSON document')
    .option('--url <url>', 'server of the run (default: the one running here, else an embedded one)')
    .option('--key <key>', 'API key for that server (default: the key of the demo organization)')
    .addHelpText('after', HELP)
    .action(runReplay);
};

import type { Command } from 'commander';
import { readConfig } from '../config.js';
import { asFault } from './client/call-error.js';
import type { CallResult } from './score/call.js';
import { checkReadable } from './client/read-file.js';
import { openClient } from './client/client.js';
import { deliveryField, deliveryOption, targetOf, type DeliveryFlag, type TargetFlags } from './common-flags.js';
import { exitOnUsageError, onInterrupt } from './command-end.js';
import { openProgressBar } from './terminal/progress-bar.js';
import { scoreDocument } from './score/score-document.js';
import { scoreFiles, type ScoreOptions } from './score/score-files.js';
import { scorecard } from './score/scorecard.js';
import { stageLabel } from './score/score-progress.js';
import { printOptions } from './terminal/print-options.js';
import { printNote, writeOut } from './terminal/write-out.js';

const UPLOAD_FIELDS = ['rep', 'customer', 'company', 'rubric', 'model', 'format'] as const;

type ScoreFlags = Partial<Record<(typeof UPLOAD_FIELDS)[number], string>> &
  TargetFlags & {
    readonly json?: true;
    readonly delivery?: DeliveryFlag;
  };

const HELP = `
With --json the only thing on stdout is one JSON document:
  { calls: [{ file, error: { code, message } | null, run: { status, overall, scores, coaching, flags,
    violations, cost, latencyMs, model, transcriptId, runId } | null }] }
Progress and messages go to stderr.

With --delivery economy the command waits for up to 26 hours. Ctrl-C ends only the waiting: a running server continues,
an embedded one when it is started again. \`debrief upload\` does not wait for scores.

Examples:
  $ npx debrief score call.vtt
  $ npx debrief score call.vtt --rep "Dana Example" --company "Example Bakery"
  $ npx debrief score calls/*.vtt --json > scores.json
  $ npx debrief score call.srt --model openai/gpt-5-mini
  $ npx debrief score calls/*.vtt --model openai/gpt-5 --delivery economy

Exit codes:
  0    every file reached a valid outcome: scored, or unscored with a reason
  1    at least one did not
  2    wrong usage
  130  interrupted`;

const fieldsOf = (flags: ScoreFlags): Record<string, string> => ({
  ...Object.fromEntries(UPLOAD_FIELDS.flatMap((name) => (flags[name] === undefined ? [] : [[name, flags[name]]]))),
  ...deliveryField(flags.delivery),
});

/** Providers complete a batch within a day. */
const ECONOMY_LIMIT_MS = 26 * 60 * 60_000;
const ECONOMY_PAUSE_MS = 15_000;

const limitsOf = ({ delivery }: ScoreFlags): Pick<ScoreOptions, 'limitMs' | 'mostPauseMs'> =>
  delivery === 'economy' ? { limitMs: ECONOMY_LIMIT_MS, mostPauseMs: ECONOMY_PAUSE_MS } : {};

/** The failures of all files if none can be read, so that no server is started; otherwise null. */
const unreadableOnly = async (files: readonly string[]): Promise<CallResult[] | null> => {
  const results = await Promise.all(
    files.map((file) =>
      checkReadable(file).then(
        () => null,
        (error: unknown): CallResult => ({ file, error: asFault(error), call: null }),
      ),
    ),
  );
  const failed = results.filter((result) => result !== null);
  return failed.length === files.length ? failed : null;
};

const scoreOnServer = async (
  files: readonly string[],
  flags: ScoreFlags,
  signal: AbortSignal,
): Promise<CallResult[]> => {
  // Loaded on demand: it imports the whole system, which `inspect` and `--help` do not need.
  const { attach } = await import('../attach.js');
  const attachment = await attach(readConfig(), { ...targetOf(flags), progress: printNote });
  const bar = openProgressBar();
  try {
    const client = openClient({ url: attachment.url, key: attachment.key, signal });
    const wanted = files.map((path) => ({ path }));
    const options = { fields: fieldsOf(flags), signal, ...limitsOf(flags) };
    return await scoreFiles(client, wanted, options, (progress) =>
      bar.update(progress.done, progress.total, stageLabel(progress), progress.progress),
    );
  } finally {
    bar.done();
    await attachment.close();
  }
};

const print = (results: readonly CallResult[], { json }: ScoreFlags): Promise<void> => {
  if (json) return writeOut(`${JSON.stringify(scoreDocument(results), null, 2)}\n`);
  const options = printOptions(process.stdout);
  const lines = results.flatMap((result) => [...scorecard(result, options), '']);
  return writeOut(`${lines.join('\n')}\n`);
};

const isValid = ({ error, call }: CallResult): boolean => error === null && call?.run.status === 'SCORED';

const scoreAll = async (
  files: readonly string[],
  flags: ScoreFlags,
  signal: AbortSignal,
): Promise<readonly CallResult[]> => {
  try {
    return (await unreadableOnly(files)) ?? (await scoreOnServer(files, flags, signal));
  } catch (error) {
    const fault = asFault(error);
    printNote(`debrief: ${fault.message} (${fault.code})`);
    return files.map((file) => ({ file, error: fault, call: null }));
  }
};

const runScore = async (files: readonly string[], flags: ScoreFlags): Promise<void> => {
  const interrupted = new AbortController();
  const release = onInterrupt(() => interrupted.abort());
  try {
    const results = await scoreAll(files, flags, interrupted.signal);
    await print(results, flags);
    process.exitCode = results.every(isValid) ? 0 : 1;
    if (interrupted.signal.aborted) process.exitCode = 130;
  } finally {
    release();
  }
};

/** `debrief score`: scores the user's files on a running server or an embedded one. */
export const registerScore = (program: Command): void => {
  exitOnUsageError(program.command('score'))
    .description('Score calls: on the running server, else on an embedded one')
    .argument('<file...>', 'transcripts: WebVTT, SRT, "Name: text", timestamped text, CSV, Gong JSON')
    .option('--json', 'print one JSON document in place of scorecards')
    .option('--rep <name>', 'the representative: name, label or e-mail address on the call (default: detected)')
    .option('--customer <name>', 'the customer, likewise (default: detected)')
    .option('--company <name>', "the customer's company")
    .option('--rubric <key>', 'rubric to score by (default: "spin")')
    .option('--model <address>', 'judge as provider/model, e.g. openai/gpt-5-mini or baseline (default: DEBRIEF_MODEL)')
    .addOption(deliveryOption())
    .option('--format <name>', 'format of the files, instead of detecting it (default: detected)')
    .option('--url <url>', 'server to use (default: the one running here, else an embedded one)')
    .option('--key <key>', 'API key for that server (default: the key of the demo organization)')
    .addHelpText('after', HELP)
    .action(runScore);
};

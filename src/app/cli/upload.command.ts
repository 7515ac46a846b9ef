import type { Command } from 'commander';
import { setTimeout as pauseFor } from 'node:timers/promises';
import { readConfig } from '../config.js';
import { asFault } from './client/call-error.js';
import { openClient } from './client/client.js';
import { deliveryField, deliveryOption, targetOf, type DeliveryFlag, type TargetFlags } from './common-flags.js';
import { exitOnUsageError, onInterrupt } from './command-end.js';
import { printOptions } from './terminal/print-options.js';
import { openProgressBar } from './terminal/progress-bar.js';
import { uploadFiles } from './upload/upload-files.js';
import { uploadOutcomes } from './upload/upload-outcomes.js';
import { uploadPaths, type FoundFiles } from './upload/upload-paths.js';
import { countOutcomes, type UploadResult, uploadSummary } from './upload/upload-result.js';
import { printNote, writeOut } from './terminal/write-out.js';

const UPLOAD_FIELDS = ['rep', 'customer', 'company', 'callType', 'format', 'rubric', 'model'] as const;

type UploadFlags = Partial<Record<(typeof UPLOAD_FIELDS)[number], string>> &
  TargetFlags & {
    readonly json?: true;
    readonly delivery?: DeliveryFlag;
    readonly score: boolean;
    readonly wait: boolean;
  };

const HELP = `
Folders are uploaded with all their files, ZIP archives file by file; hidden files are skipped. Files that were uploaded
before are recognized by their content, so the same command can be repeated after an interruption.

With --delivery economy the scores arrive within a day while a server is running: an embedded one continues when it is
started again.

At the end each file is one of:
  accepted     read, and queued to be scored
  known        its content was there already; what is said of it here is not applied:
               \`debrief score FILE --rep …\` does that
  split        it held several calls, each of which is now a transcript
  waiting      uploaded, but not read yet (--no-wait)
  held         read, and held back for its quality
  refused      it is not a transcript; the reason says what to do
  quarantined  reading it failed, not because of the file
  failed       it could not be uploaded

With --json the only thing on stdout is one JSON document:
  { files: [{ file, outcome, transcriptId, calls, error: { code, message } | null }], counts, skipped: [file] }
Progress and messages go to stderr.

Examples:
  $ npx debrief upload exports/
  $ npx debrief upload calls.zip more/*.vtt --company "Example Bakery" --no-score
  $ npx debrief upload exports/ --json --no-wait > uploaded.json
  $ npx debrief upload exports/ --model openai/gpt-5 --delivery economy

Exit codes:
  0    every file was accepted, known or split, or waits
  1    at least one was not
  2    wrong usage
  130  interrupted`;

/** Long enough for an archive over a slow connection. */
const CALL_LIMIT_MS = 5 * 60_000;
const READ_LIMIT_MS = 10 * 60_000;
const GOOD = new Set(['accepted', 'known', 'split', 'waiting']);

const fieldsOf = (flags: UploadFlags): Record<string, string> => ({
  ...Object.fromEntries(UPLOAD_FIELDS.flatMap((name) => (flags[name] === undefined ? [] : [[name, flags[name]]]))),
  ...deliveryField(flags.delivery),
  ...(flags.score ? {} : { score: 'false' }),
});

const unreadableOf = ({ unreadable }: FoundFiles): UploadResult[] =>
  unreadable.map(({ file, error }) => ({ file, error, outcome: 'failed', transcriptId: null, calls: null }));

/** Outcomes if the command does not wait until the files are read. */
const unread = (taken: readonly UploadResult[]): UploadResult[] =>
  taken.map((one) => (one.outcome === 'accepted' ? { ...one, outcome: 'waiting' } : one));

const uploadToServer = async (
  files: readonly string[],
  flags: UploadFlags,
  signal: AbortSignal,
): Promise<UploadResult[]> => {
  // Loaded on demand: it imports the whole system, which `--help` does not need.
  const { attach } = await import('../attach.js');
  const attachment = await attach(readConfig(), { ...targetOf(flags), progress: printNote });
  const pause = (ms: number): Promise<void> => pauseFor(ms, undefined, { signal });
  const bar = openProgressBar();
  try {
    const client = openClient({ url: attachment.url, key: attachment.key, signal, limitMs: CALL_LIMIT_MS });
    const options = { fields: fieldsOf(flags), signal, pause };
    const taken = await uploadFiles(client, files, { ...options, onProgress: (...how) => bar.update(...how) });
    if (!flags.wait || signal.aborted) return unread(taken);
    const onProgress = (read: number, total: number): void => bar.update(read, total, 'being read');
    const waiting = uploadOutcomes(client, taken, { pause, onProgress, limitMs: READ_LIMIT_MS, now: Date.now });
    return await waiting.catch((error: unknown) => {
      if (signal.aborted) return unread(taken);
      throw error;
    });
  } finally {
    bar.done();
    await attachment.close();
  }
};

const asRow = ({ file, outcome, transcriptId, calls, error }: UploadResult): UploadResult => ({
  file,
  outcome,
  transcriptId,
  calls,
  error,
});

const print = (results: readonly UploadResult[], { skipped }: FoundFiles, { json }: UploadFlags): Promise<void> => {
  if (json) {
    const document = { files: results.map(asRow), counts: countOutcomes(results), skipped };
    return writeOut(`${JSON.stringify(document, null, 2)}\n`);
  }
  return writeOut(`${uploadSummary(results, printOptions(process.stdout)).join('\n')}\n`);
};

const reportSkipped = ({ skipped }: FoundFiles): void => {
  if (skipped.length === 0) return;
  const names = skipped.slice(0, 5).join(', ');
  printNote(`Skipped ${skipped.length} hidden or special: ${names}${skipped.length > 5 ? ', …' : ''}`);
};

const uploadAll = async (found: FoundFiles, flags: UploadFlags, signal: AbortSignal): Promise<UploadResult[]> => {
  const missing = unreadableOf(found);
  if (found.files.length === 0) return missing;
  try {
    return [...(await uploadToServer(found.files, flags, signal)), ...missing];
  } catch (error) {
    const fault = asFault(error);
    printNote(`debrief: ${fault.message} (${fault.code})`);
    const failed = { outcome: 'failed', transcriptId: null, calls: null, error: fault } as const;
    return [...found.files.map((file) => ({ file, ...failed })), ...missing];
  }
};

const runUpload = async (paths: readonly string[], flags: UploadFlags): Promise<void> => {
  const interrupted = new AbortController();
  const release = onInterrupt(() => interrupted.abort());
  try {
    const found = await uploadPaths(paths);
    reportSkipped(found);
    const results = await uploadAll(found, flags, interrupted.signal);
    await print(results, found, flags);
    process.exitCode = results.length > 0 && results.every(({ outcome }) => GOOD.has(outcome)) ? 0 : 1;
    if (interrupted.signal.aborted) process.exitCode = 130;
  } finally {
    release();
  }
};

/** `debrief upload`: uploads files, folders and archives to a running server or an embedded one. */
export const registerUpload = (program: Command): void => {
  exitOnUsageError(program.command('upload'))
    .description('Upload transcripts: files, folders, ZIP archives')
    .argument('<path...>', 'files, folders with all their files, ZIP archives')
    .option('--json', 'print one JSON document in place of a table')
    .option('--rep <name>', 'the representative: name, label or e-mail address on the calls (default: detected)')
    .option('--customer <name>', 'the customer, likewise (default: detected)')
    .option('--company <name>', "the customer's company")
    .option('--call-type <kind>', 'kind of the calls, e.g. discovery')
    .option('--format <name>', 'format of the files, instead of detecting it (default: detected)')
    .option('--no-score', 'store and read the files without scoring them')
    .option('--rubric <key>', 'rubric to score by (default: "spin")')
    .option('--model <address>', 'judge as provider/model, e.g. openai/gpt-5-mini or baseline (default: DEBRIEF_MODEL)')
    .addOption(deliveryOption())
    .option('--no-wait', 'end when the files are uploaded, and do not wait until they are read')
    .option('--url <url>', 'server to use (default: the one running here, else an embedded one)')
    .option('--key <key>', 'API key for that server (default: the key of the demo organization)')
    .addHelpText('after', HELP)
    .action(runUpload);
};

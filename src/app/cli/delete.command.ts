import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import { countOf } from '../../text/count-of.js';
import { findCall, type FoundCall } from './calls/find-call.js';
import { CallError } from './client/call-error.js';
import type { Client } from './client/client.js';
import { onServer } from './on-server.js';
import { exitOnUsageError } from './command-end.js';
import type { TargetFlags } from './common-flags.js';
import { printable } from './terminal/text-layout.js';
import { printNote, writeOut } from './terminal/write-out.js';

interface DeleteFlags extends TargetFlags {
  readonly yes?: true;
}

export const DELETE_CALL = `mutation DeleteCall($id: ID!) {
  deleteTranscript(input: { transcriptId: $id }) {
    transcripts runs
    parent { id title fileName }
    userErrors { code message }
  }
}`;

interface Answer {
  readonly deleteTranscript: {
    readonly transcripts: number | null;
    readonly runs: number | null;
    readonly parent: { readonly id: string; readonly title: string | null; readonly fileName: string } | null;
    readonly userErrors: readonly { readonly code: string; readonly message: string }[];
  };
}

const HELP = `
A call is its file as uploaded, an id (\`debrief list --ids\`), or its title. Deleted are the raw file, every reading of it, and
its runs with all that was asked and answered. It cannot be undone.

Examples:
  $ npx debrief delete call.vtt
  $ npx debrief delete "Order desk" --yes

Exit codes:
  0  deleted
  1  not found, refused, or not confirmed
  2  wrong usage`;

const confirm = async (question: string): Promise<boolean> => {
  if (!process.stdin.isTTY) throw new CallError('BAD_USER_INPUT', 'Nobody can be asked here: confirm with --yes.');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(question)).trim());
  } finally {
    terminal.close();
  }
};

const nameOf = ({ title, fileName }: Pick<FoundCall, 'title' | 'fileName'>): string => printable(title ?? fileName);

const deleteOne = async (client: Client, call: FoundCall): Promise<void> => {
  const { deleteTranscript } = await client.query<Answer>(DELETE_CALL, { id: call.id });
  const { userErrors, transcripts, runs, parent } = deleteTranscript;
  const [fault] = userErrors;
  if (fault) throw new CallError(fault.code, fault.message);
  await writeOut(`Deleted ${nameOf(call)}: ${countOf(transcripts ?? 0, 'call')}, ${countOf(runs ?? 0, 'run')}.\n`);
  if (parent) {
    printNote(`Its words are still in the file that it came from, ${nameOf(parent)}: debrief delete ${parent.id}`);
  }
};

const runDelete = (wanted: readonly string[], flags: DeleteFlags): Promise<void> =>
  onServer(flags, async (client) => {
    const calls: FoundCall[] = [];
    for (const one of wanted) calls.push(await findCall(client, one));
    const question = `Delete ${calls.map(nameOf).join(', ')} for good? (y/N) `;
    if (!flags.yes && !(await confirm(question))) {
      printNote('Nothing was deleted.');
      process.exitCode = 1;
      return;
    }
    for (const call of calls) await deleteOne(client, call);
  });

/** `debrief delete`: takes calls away for good. */
export const registerDelete = (program: Command): void => {
  exitOnUsageError(program.command('delete'))
    .description('Delete calls for good: file, readings, scores; needs a key with role ADMIN')
    .argument('<call...>', 'files as uploaded, ids, or titles')
    .option('--yes', 'do not ask')
    .option('--url <url>', 'server to use (default: the one running here, else an embedded one)')
    .option('--key <key>', 'API key for that server (default: the key of the demo organization)')
    .addHelpText('after', HELP)
    .action(runDelete);
};

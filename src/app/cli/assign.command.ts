import { setTimeout as pause } from 'node:timers/promises';
import type { Command } from 'commander';
import { findCall } from './calls/find-call.js';
import { CallError } from './client/call-error.js';
import type { Client } from './client/client.js';
import { onServer } from './on-server.js';
import { exitOnUsageError } from './command-end.js';
import type { TargetFlags } from './common-flags.js';
import { followCall } from './score/follow-call.js';
import { readCall } from './score/read-call.js';
import { scorecard } from './score/scorecard.js';
import { printOptions } from './terminal/print-options.js';
import { writeOut } from './terminal/write-out.js';

interface AssignFlags extends TargetFlags {
  readonly rep?: string;
  readonly email?: string;
  readonly speaker?: string;
  readonly nobody?: true;
}

export const ASSIGN_CALL = `mutation AssignCall($input: AssignRepresentativeInput!) {
  assignRepresentative(input: $input) {
    transcript { representative { name } }
    userErrors { code message }
  }
}`;

interface Answer {
  readonly assignRepresentative: {
    readonly transcript: { readonly representative: { readonly name: string } | null } | null;
    readonly userErrors: readonly { readonly code: string; readonly message: string }[];
  };
}

const HELP = `
Says whose call it is: one of the speakers is our representative, by name. The scores go with it; the call is scored again
only if it was not known before that this speaker sells. The card that follows shows what is now true.
A call is its file as uploaded, an id (\`debrief list --ids\`), or its title.

Examples:
  $ npx debrief assign call.vtt --rep "Dana Example"
  $ npx debrief assign call.vtt --rep "Dana Example" --speaker "Speaker 2"
  $ npx debrief assign call.vtt --nobody

Exit codes:
  0  assigned
  1  refused; the message names the speakers
  2  wrong usage`;

const whoOf = ({ rep, email, nobody }: AssignFlags): object => {
  if (nobody) return { representativeId: null };
  return { representative: { name: rep, ...(email === undefined ? {} : { email }) } };
};

const LIMIT_MS = 10 * 60_000;
const MAX_PAUSE_MS = 1_000;

const printCard = async (client: Client, id: string, file: string): Promise<void> => {
  const following = { wanted: {}, isReadAgain: true, limitMs: LIMIT_MS, mostPauseMs: MAX_PAUSE_MS };
  const { runId, error } = await followCall(client, id, {
    ...following,
    pause,
    now: Date.now,
    onPoll: () => undefined,
  });
  const call = runId === null ? null : await readCall(client, id, runId);
  await writeOut(`${scorecard({ file, error, call }, printOptions(process.stdout)).join('\n')}\n`);
};

const runAssign = (wanted: string, flags: AssignFlags, command: Command): Promise<void> => {
  if ((flags.rep === undefined) === (flags.nobody === undefined)) {
    command.error('error: say who it is with --rep NAME, or --nobody');
  }
  return onServer(flags, async (client) => {
    const { id } = await findCall(client, wanted);
    const speaker = flags.speaker === undefined ? {} : { speakerLabel: flags.speaker };
    const input = { transcriptId: id, ...speaker, ...whoOf(flags) };
    const { assignRepresentative } = await client.query<Answer>(ASSIGN_CALL, { input });
    const [fault] = assignRepresentative.userErrors;
    if (fault) throw new CallError(fault.code, fault.message);
    await printCard(client, id, wanted);
  });
};

/** `debrief assign`: says whose call it is. */
export const registerAssign = (program: Command): void => {
  exitOnUsageError(program.command('assign'))
    .description('Say whose call it is: which speaker is our representative, and who that is')
    .argument('<call>', 'file as uploaded, id, or title')
    .option('--rep <name>', 'who it is: a representative who is known, or a new one')
    .option('--email <address>', 'e-mail address of the representative')
    .option('--speaker <label>', 'which speaker (default: the one who is known to sell)')
    .option('--nobody', 'nobody that we know')
    .option('--url <url>', 'server to use (default: the one running here, else an embedded one)')
    .option('--key <key>', 'API key for that server (default: the key of the demo organization)')
    .addHelpText('after', HELP)
    .action(runAssign);
};

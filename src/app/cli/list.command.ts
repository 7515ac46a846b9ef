import { InvalidArgumentError, Option, type Command } from 'commander';
import { listCsv, listEntry, listTable } from './calls/calls-list.js';
import { findCompany, findRepresentative } from './calls/find-person.js';
import { newestCalls, worstCalls, type CallFilter, type CallList } from './calls/list-calls.js';
import type { Client } from './client/client.js';
import { onServer } from './on-server.js';
import { exitOnUsageError } from './command-end.js';
import type { TargetFlags } from './common-flags.js';
import { printOptions } from './terminal/print-options.js';
import { printNote, writeOut } from './terminal/write-out.js';

interface ListFlags extends TargetFlags {
  readonly rep?: string;
  readonly company?: string;
  readonly status?: string;
  readonly callType?: string;
  readonly search?: string;
  readonly since?: Date;
  readonly until?: Date;
  readonly worst?: true;
  readonly limit: number;
  readonly ids?: true;
  readonly json?: true;
  readonly csv?: true;
}

const STATUSES = ['queued', 'normalizing', 'ready', 'held', 'refused', 'quarantined', 'split'];
const MOST = 10_000;

const HELP = `
A dash means that there is no score; the state says why. With --worst only scored calls are listed, lowest overall first.
With --json the only thing on stdout is one JSON document, { calls: [...], hasMore }; with --csv a table for spreadsheets.

Examples:
  $ npx debrief list
  $ npx debrief list --worst --limit 5
  $ npx debrief list --rep "Dana Example" --since 2026-01-01 --csv > dana.csv
  $ npx debrief list --status refused --ids

Exit codes:
  0  listed, also if there is none
  1  refused, or the server cannot be reached
  2  wrong usage`;

/** A day is meant as the terminal's time zone has it. */
const asTime = (text: string): Date => {
  const time = new Date(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00` : text);
  if (Number.isNaN(time.getTime())) throw new InvalidArgumentError('It must be a date such as 2026-01-31.');
  return time;
};

const asCount = (text: string): number => {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= MOST) return count;
  throw new InvalidArgumentError(`It must be a whole number from 1 to ${MOST}.`);
};

const filterOf = async (client: Client, flags: ListFlags): Promise<CallFilter> => {
  const { rep, company, status, callType, search, since, until } = flags;
  return {
    ...(rep === undefined ? {} : { representativeId: (await findRepresentative(client, rep)).id }),
    ...(company === undefined ? {} : { companyId: (await findCompany(client, company)).id }),
    ...(status === undefined ? {} : { status: [status.toUpperCase()] }),
    ...(callType === undefined ? {} : { callType }),
    ...(search === undefined ? {} : { search }),
    ...(since === undefined ? {} : { from: since.toISOString() }),
    ...(until === undefined ? {} : { to: until.toISOString() }),
  };
};

const EMPTY = 'No calls. `debrief score FILE` uploads and scores one; without filters all are listed.';

const textOf = ({ calls, hasMore }: CallList, { json, csv, ids }: ListFlags): string => {
  if (json) return JSON.stringify({ calls: calls.map(listEntry), hasMore }, null, 2);
  if (csv) return listCsv(calls);
  if (calls.length === 0) return EMPTY;
  return listTable(calls, printOptions(process.stdout).width, ids === true).join('\n');
};

const runList = (flags: ListFlags): Promise<void> =>
  onServer(flags, async (client) => {
    const filter = await filterOf(client, flags);
    const list = await (flags.worst ? worstCalls : newestCalls)(client, filter, flags.limit);
    await writeOut(`${textOf(list, flags)}\n`);
    if (list.hasMore) printNote(`There are more: --limit ${Math.min(MOST, flags.limit * 5)} shows them.`);
  });

/** `debrief list`: the calls of the organization, newest or worst first. */
export const registerList = (program: Command): void => {
  exitOnUsageError(program.command('list'))
    .description('List calls with their scores')
    .option('--rep <name>', 'calls of this representative; a part of the name is enough')
    .option('--company <name>', 'calls with this company, likewise')
    .addOption(
      new Option('--status <status>', 'calls whose file is in this state').choices(STATUSES).conflicts('worst'),
    )
    .addOption(new Option('--call-type <kind>', 'calls of this kind, e.g. discovery').conflicts('worst'))
    .addOption(new Option('--search <text>', 'part of the title or the file name').conflicts('worst'))
    .option('--since <date>', 'calls on this day or later', asTime)
    .option('--until <date>', 'calls before this day', asTime)
    .option('--worst', 'lowest overall score first')
    .option('--limit <n>', 'most calls to list', asCount, 20)
    .option('--ids', 'also the ids, for other commands and the API')
    .addOption(new Option('--json', 'print one JSON document').conflicts('csv'))
    .option('--csv', 'print CSV')
    .option('--url <url>', 'server to use (default: the one running here, else an embedded one)')
    .option('--key <key>', 'API key for that server (default: the key of the demo organization)')
    .addHelpText('after', HELP)
    .action(runList);
};

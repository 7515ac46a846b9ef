import type { Command } from 'commander';
import { readConfig } from '../config.js';
import { asFault } from './client/call-error.js';
import { exitOnUsageError } from './command-end.js';
import { failedInspection, inspectFile, type Inspection } from './inspect/inspection.js';
import { inspectionLines } from './inspect/inspection-lines.js';
import { printOptions } from './terminal/print-options.js';
import { printNote, writeOut } from './terminal/write-out.js';

interface InspectFlags {
  readonly json?: true;
  readonly format?: string;
  readonly rep?: string;
  readonly customer?: string;
}

const HELP = `
Nothing is stored, and no server or database is needed.
With --json the only thing on stdout is one JSON document:
  { format, confidence, encoding, metadata, participants, turns, warnings, words }, with calls if the file holds several,
  and error if it is refused

Examples:
  $ npx debrief inspect call.vtt
  $ npx debrief inspect call.txt --rep "Dana Example"
  $ cat call.srt | npx debrief inspect - --json

Exit codes:
  0  the file can be read
  1  it cannot; the message says why
  2  wrong usage`;

const inspect = async (file: string, { format, rep, customer }: InspectFlags): Promise<Inspection> => {
  try {
    const { pluginsFile } = readConfig();
    const said = {
      ...(format === undefined ? {} : { format }),
      ...(rep === undefined ? {} : { rep }),
      ...(customer === undefined ? {} : { customer }),
    };
    return await inspectFile(file, { pluginsFile, ...said });
  } catch (error) {
    return failedInspection(asFault(error));
  }
};

const print = async (inspection: Inspection, { json }: InspectFlags): Promise<void> => {
  if (json) return writeOut(`${JSON.stringify(inspection, null, 2)}\n`);
  if (inspection.error) {
    printNote(`debrief: ${inspection.error.message} (${inspection.error.code})`);
    return;
  }
  const lines = inspectionLines(inspection, printOptions(process.stdout));
  return writeOut(`${lines.join('\n')}\n`);
};

const runInspect = async (file: string, flags: InspectFlags): Promise<void> => {
  const inspection = await inspect(file, flags);
  await print(inspection, flags);
  process.exitCode = inspection.error ? 1 : 0;
};

/** `debrief inspect`: shows how ingestion reads a file. */
export const registerInspect = (program: Command): void => {
  exitOnUsageError(program.command('inspect'))
    .description('Show how a transcript is read: format, people and their roles, turns, warnings')
    .argument('<file>', 'a transcript, or - for the standard input')
    .option('--json', 'print one JSON document')
    .option('--format <name>', 'format of the file, instead of detecting it (default: detected)')
    .option('--rep <name>', 'the representative: name, label or e-mail address on the call (default: detected)')
    .option('--customer <name>', 'the customer, likewise (default: detected)')
    .addHelpText('after', HELP)
    .action(runInspect);
};

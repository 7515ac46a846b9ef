import { Command } from 'commander';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../errors/app-error.js';
import { exitOnUsageError } from './cli/command-end.js';
import { registerAssign } from './cli/assign.command.js';
import { registerDelete } from './cli/delete.command.js';
import { registerFakeLlm } from './cli/fake-llm.command.js';
import { registerInspect } from './cli/inspect.command.js';
import { registerKey } from './cli/key.command.js';
import { registerList } from './cli/list.command.js';
import { registerRep } from './cli/rep.command.js';
import { registerReplay } from './cli/replay.command.js';
import { registerScore } from './cli/score.command.js';
import { registerServe } from './cli/serve.commands.js';
import { registerUpload } from './cli/upload.command.js';
import { packageRoot } from './config.js';

const packageVersion = (): string =>
  (JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { version: string }).version;

const program = exitOnUsageError(new Command('debrief'))
  .version(packageVersion(), '--version', 'print the version')
  .description('Evaluation pipeline for sales conversations: transcripts in, verified scorecards out.')
  .showHelpAfterError('(add --help for the options)');

registerServe(program);
registerKey(program);
registerScore(program);
registerUpload(program);
registerList(program);
registerRep(program);
registerAssign(program);
registerDelete(program);
registerInspect(program);
registerReplay(program);
registerFakeLlm(program);

/** One sentence for a coded error; the whole stack for an unexpected one. */
const asText = (error: unknown): string => {
  if (error instanceof AppError) return `debrief: ${error.message} (${error.code})`;
  return `debrief: unexpected fault, please report it\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
};

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${asText(error)}\n`);
  process.exitCode = 1;
}

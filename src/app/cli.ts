import { Command } from 'commander';
import { AppError } from '../errors/app-error.js';
import { exitOnUsageError } from './cli/command-end.js';
import { registerFakeLlm } from './cli/fake-llm.command.js';
import { registerInspect } from './cli/inspect.command.js';
import { registerKey } from './cli/key.command.js';
import { registerReplay } from './cli/replay.command.js';
import { registerScore } from './cli/score.command.js';
import { registerServe } from './cli/serve.commands.js';
import { registerUpload } from './cli/upload.command.js';

const program = exitOnUsageError(new Command('debrief'))
  .description('Evaluation pipeline for sales conversations: transcripts in, verified scorecards out.')
  .showHelpAfterError('(add --help for the options)');

registerServe(program);
registerKey(program);
registerScore(program);
registerUpload(program);
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

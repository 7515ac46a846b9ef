import { setTimeout as sleep } from 'node:timers/promises';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { withBatches } from '../../fake-llm/batch-api.js';
import { status } from '../../fake-llm/behaviors.js';
import { startFakeOpenAi, type Behavior } from '../../fake-llm/fake-openai.js';
import { faithful } from '../../fake-llm/faithful.js';
import { gullible } from '../../fake-llm/gullible.js';
import { hostile, HOSTILE_BEHAVIORS } from '../../fake-llm/hostile.js';
import { AppError } from '../../errors/app-error.js';
import { printLine } from '../print-line.js';
import { waitForShutdown } from '../wait-for-shutdown.js';
import { exitOnUsageError } from './command-end.js';

interface FakeFlags {
  readonly kind: 'faithful' | 'gullible' | 'hostile';
  readonly port?: number;
  readonly latency?: number;
  readonly batchDelay?: number;
  readonly behavior?: string;
}

const KINDS = {
  faithful: () => faithful(),
  gullible: () => gullible(),
  hostile: () => hostile(),
} as const;

const BATCH_DELAY_MS = 5_000;

const NAME_WIDTH = Math.max(...HOSTILE_BEHAVIORS.map(({ name }) => name.length));

const HELP = `
Starts a local server with the protocol of OpenAI's chat completions, for trials:
  faithful   scores by a formula, with real quotes from the call
  gullible   obeys instructions in the call: shows what injection does without a defense
  hostile    misbehaves: one model for each behavior, by its name; all other models answer faithfully

Behaviors of --kind hostile, each also the name of a model (as in openai/invented-quote):
${HOSTILE_BEHAVIORS.map(({ name, about }) => `  ${name.padEnd(NAME_WIDTH)}  ${about}`).join('\n')}

Examples:
  $ npx debrief fake-llm --kind faithful --latency 200
  $ npx debrief fake-llm --kind hostile --behavior dripping --port 4010
  $ npx debrief fake-llm --kind faithful --batch-delay 60000

It accepts batches too, by the files and batches API of the service. For Debrief to send batches, set "batch": true in the
config of the plugin openai.

Exit codes:
  0  ended by Ctrl-C
  1  the port is taken
  2  wrong usage`;

const whole =
  (most: number) =>
  (text: string): number => {
    if (/^\d{1,9}$/.test(text) && Number(text) <= most) return Number(text);
    throw new InvalidArgumentError(`It must be a whole number from 0 to ${most}.`);
  };

const behaviorOf = ({ kind, behavior }: FakeFlags): Behavior => {
  const chosen = HOSTILE_BEHAVIORS.find(({ name }) => name === behavior);
  return chosen ? chosen.start() : KINDS[kind]();
};

/** Serves completions by the behavior, also in batches, and the list of models. */
const served = (behavior: Behavior, latency: number, batchDelay: number): Behavior => {
  const models = HOSTILE_BEHAVIORS.map(({ name }) => ({ id: name, object: 'model' }));
  const listed = status(200, { object: 'list', data: models });
  const batched = withBatches(behavior, { delayMs: batchDelay }).behavior;
  const unknown = status(404, { error: { message: 'There is nothing here.', type: 'invalid_request_error' } });
  return async (request, response) => {
    if (request.method === 'GET' && request.path === '/v1/models') return listed(request, response);
    if (/\/(?:files|batches)(?:[/?]|$)/.test(request.path)) return batched(request, response);
    if (request.method !== 'POST' || !request.path.endsWith('/chat/completions')) return unknown(request, response);
    if (latency > 0) await sleep(latency);
    if (!response.destroyed) return behavior(request, response);
  };
};

const open = async (flags: FakeFlags) => {
  const { port = 0, latency = 0, batchDelay = BATCH_DELAY_MS } = flags;
  try {
    return await startFakeOpenAi(served(behaviorOf(flags), latency, batchDelay), { port, keep: false });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    const message = `Port ${port} is taken. Stop what uses it, or choose another with --port.`;
    throw new AppError('PORT_TAKEN', message, { cause: error });
  }
};

const runFake = async (flags: FakeFlags): Promise<void> => {
  const stopped = waitForShutdown();
  const fake = await open(flags);
  const model = flags.behavior ?? (flags.kind === 'hostile' ? 'invented-quote' : flags.kind);
  printLine(`A ${flags.kind} model answers at ${fake.url}. In another terminal:`);
  printLine(`  OPENAI_BASE_URL=${fake.url} OPENAI_API_KEY=fake DEBRIEF_MODEL=openai/${model} npx debrief start`);
  printLine('Ctrl-C ends it.');
  await stopped;
  await fake.close();
};

const checkBehavior = (command: Command, { kind, behavior }: FakeFlags): void => {
  if (behavior === undefined) return;
  if (kind !== 'hostile') command.error('error: --behavior goes with --kind hostile');
  if (HOSTILE_BEHAVIORS.some(({ name }) => name === behavior)) return;
  command.error(`error: there is no behavior "${behavior}"; --help lists them`);
};

/** `debrief fake-llm`: the fake models of our own tests. */
export const registerFakeLlm = (program: Command): void => {
  const command = exitOnUsageError(program.command('fake-llm'));
  command
    .description('Serve a fake model for trials: faithful, gullible or hostile')
    .addOption(new Option('--kind <kind>', 'how it answers').choices(Object.keys(KINDS)).makeOptionMandatory())
    .option('--port <port>', 'where to listen (default: a free port)', whole(65_535))
    .option('--latency <ms>', 'delay before each answer (default: 0)', whole(600_000))
    .option('--batch-delay <ms>', 'how long a batch takes (default: 5000)', whole(86_400_000))
    .option('--behavior <name>', 'the behavior of every model')
    .addHelpText('after', HELP)
    .action(async (flags: FakeFlags) => {
      checkBehavior(command, flags);
      await runFake(flags);
    });
};

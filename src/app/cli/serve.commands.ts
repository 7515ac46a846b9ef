import type { Command } from 'commander';
import { printLine } from '../print-line.js';

// The stack takes a second to load: actions load it on demand, so that --help and inspect start quickly.
const loadConfig = async () => (await import('../config.js')).readConfig();

const SETTINGS = `
Settings are environment variables; docs/operations.md lists all of them:
  DEBRIEF_HOME    folder of the embedded database and the demo key (.debrief)
  DATABASE_URL    your own PostgreSQL, with the owner's role, instead of the embedded one
  REDIS_URL       queue on Redis instead of PostgreSQL
  HOST, PORT      where to listen (127.0.0.1, 4000)
  OPENAI_API_KEY  judge with an OpenAI-compatible model; see also OPENAI_BASE_URL and DEBRIEF_MODEL
  LOG_LEVEL       debug, info, warn or error (warn); LOG_FORMAT people or json (people)`;

const untilTold = (): Promise<void> => new Promise(() => undefined);

const serveApi = async (): Promise<void> => {
  const { serve } = await import('../serve.js');
  await serve(await loadConfig(), { api: true, worker: false }, ({ api }) => {
    printLine(`API at ${api?.url ?? ''}/graphql`);
    return untilTold();
  });
};

const work = async (): Promise<void> => {
  const { serve } = await import('../serve.js');
  await serve(await loadConfig(), { api: false, worker: true }, () => {
    printLine('Working. Ctrl-C drains and stops.');
    return untilTold();
  });
};

const registerParts = (program: Command): void => {
  program
    .command('api')
    .description('serve the API only; a `debrief worker` does the work')
    .addHelpText('after', SETTINGS)
    .action(serveApi);
  program
    .command('worker')
    .description('run a worker only: reads uploads and scores the runs that an API accepted')
    .addHelpText('after', SETTINGS)
    .action(work);
};

const collect = (value: string, earlier: string[]): string[] => [...earlier, value];

/** `start`, `api`, `worker`, `migrate` and `organization`. */
export const registerServe = (program: Command): void => {
  program
    .command('start')
    .description('bring up the whole system; on first start with sample calls, scored live')
    .addHelpText('after', SETTINGS)
    .action(async () => (await import('../start.js')).start(await loadConfig()));
  registerParts(program);
  program
    .command('migrate')
    .description('bring the database up to date: roles, tables, rights; prints the SQL if it may not create roles')
    .addHelpText('after', SETTINGS)
    .action(async () => (await import('../migrate-once.js')).migrateOnce(await loadConfig()));
  program
    .command('organization')
    .description("create an organization and print its administrator's key")
    .argument('<name>', 'name of the organization')
    .option(
      '--email-domain <domain>',
      'domain of its e-mail addresses, by which its reps are recognized (repeatable)',
      collect,
      [],
    )
    .addHelpText('after', '\nExample:\n  debrief organization "Example Ltd" --email-domain example.com')
    .action(async (name: string, { emailDomain }: { emailDomain: string[] }) =>
      (await import('../create-organization.js')).addOrganization(await loadConfig(), name, emailDomain),
    );
};

import type { Command } from 'commander';
import { openLogger } from '../../logging/logger.js';
import { loadPlugins } from '../../plugin-host/load-plugins.js';
import { readConfig, type Config } from '../config.js';
import { createOrganization } from '../create-organization.js';
import { migrate, openDatabase } from '../open-database.js';
import { openStack } from '../open-stack.js';
import { say, serve } from '../serve.js';
import { start } from '../start.js';

const SETTINGS = `
Settings are environment variables; docs/operations.md lists all of them:
  DEBRIEF_HOME    folder of the embedded database and the demo key (.debrief)
  DATABASE_URL    a PostgreSQL of yours, as its owner, instead of the embedded one
  REDIS_URL       queue on Redis instead of PostgreSQL
  HOST, PORT      where to listen (127.0.0.1, 4000)
  OPENAI_API_KEY  judge by an OpenAI-compatible model; with OPENAI_BASE_URL and DEBRIEF_MODEL
  LOG_LEVEL       debug, info, warn or error (warn); LOG_FORMAT people or json (people)`;

const untilTold = (): Promise<void> => new Promise(() => undefined);

const registerParts = (program: Command): void => {
  program
    .command('api')
    .description('serve the API alone; a `debrief worker` does the work')
    .addHelpText('after', SETTINGS)
    .action(() =>
      serve(readConfig(), { api: true, worker: false }, ({ api }) => {
        say(`API at ${api?.url ?? ''}/graphql`);
        return untilTold();
      }),
    );
  program
    .command('worker')
    .description('work alone: reads uploads and scores runs that an API accepted')
    .addHelpText('after', SETTINGS)
    .action(() =>
      serve(readConfig(), { api: false, worker: true }, () => {
        say('Working. Ctrl-C drains and stops.');
        return untilTold();
      }),
    );
};

const migrateOnce = async (config: Config): Promise<void> => {
  const logger = openLogger(config.log);
  const plugins = await loadPlugins({ configFile: config.pluginsFile, logger, secrets: (name) => process.env[name] });
  const database = await openDatabase(config, logger);
  try {
    await migrate(database, plugins.catalog);
    say(`The database at ${database.location} is up to date.`);
  } finally {
    await database.stop();
    await plugins.dispose();
  }
};

const addOrganization = async (config: Config, name: string, emailDomains: readonly string[]): Promise<void> => {
  const stack = await openStack(config, { api: false, worker: false, progress: () => undefined });
  try {
    const { key } = await createOrganization(stack.system, { name, emailDomains });
    say(`Organization ${name} was created. Its administrator's key, shown only now:\n\n  ${key}\n`);
  } finally {
    await stack.close();
  }
};

const collect = (value: string, earlier: string[]): string[] => [...earlier, value];

/** `start`, `api`, `worker`, `migrate` and `organization`. */
export const registerServe = (program: Command): void => {
  program
    .command('start')
    .description('bring up the whole system; on first start with sample calls, scored live')
    .addHelpText('after', SETTINGS)
    .action(() => start(readConfig()));
  registerParts(program);
  program
    .command('migrate')
    .description('bring the database up to date: roles, tables, rights; prints the SQL where it may not create roles')
    .addHelpText('after', SETTINGS)
    .action(() => migrateOnce(readConfig()));
  program
    .command('organization')
    .description("create an organization and print its administrator's key")
    .argument('<name>', 'name of the organization')
    .option(
      '--email-domain <domain>',
      'domain of its own e-mail addresses, by which its reps are known (repeatable)',
      collect,
      [],
    )
    .addHelpText('after', '\nExample:\n  debrief organization "Example Ltd" --email-domain example.com')
    .action((name: string, { emailDomain }: { emailDomain: string[] }) =>
      addOrganization(readConfig(), name, emailDomain),
    );
};

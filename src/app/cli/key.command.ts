import { Option, type Command } from 'commander';
import { API_KEY_ROLES } from '../../access/api-key-roles.js';
import type { NewKeyFlags } from '../manage-keys.js';
import { exitOnUsageError } from './command-end.js';

// The stack takes a second to load: actions load it on demand, so that --help starts quickly.
const loadConfig = async () => (await import('../config.js')).readConfig();
const manage = () => import('../manage-keys.js');

const HELP = `
These commands work on the database itself (DEBRIEF_HOME, or DATABASE_URL with the owner's role), whether a server runs or
not, and need no key: who has the database is never locked out.

Examples:
  $ npx debrief key list
  $ npx debrief key create "nightly import" --role SERVICE
  $ npx debrief key create --organization "Example Ltd" --expires 2027-12-31
  $ npx debrief key revoke dbf_1a2b3c

Exit codes:
  0  done
  1  refused, or the database cannot be used
  2  wrong usage`;

const organizationOption = (): Option =>
  new Option('--organization <name>', 'name or id of the organization (default: the only one there is)');

/** `debrief key`: makes, lists and revokes API keys. */
export const registerKey = (program: Command): void => {
  const key = exitOnUsageError(program.command('key'))
    .description('API keys of an organization: make, list, revoke; with the access of the database')
    .addHelpText('after', HELP);
  exitOnUsageError(key.command('create'))
    .description('make a key and print it')
    .argument('[name]', 'what it is for', 'administrator')
    .addOption(new Option('--role <role>', 'what it may do').choices(API_KEY_ROLES).default('ADMIN'))
    .addOption(organizationOption())
    .option('--expires <date>', 'when it ends, e.g. 2027-01-31 (default: never)')
    .action(async (name: string, flags: NewKeyFlags) => (await manage()).createKey(await loadConfig(), name, flags));
  exitOnUsageError(key.command('list'))
    .description('list keys by their beginnings')
    .addOption(organizationOption())
    .option('--all', 'also those that were revoked')
    .action(async (flags: { organization?: string; all?: boolean }) =>
      (await manage()).listKeys(await loadConfig(), flags),
    );
  exitOnUsageError(key.command('revoke'))
    .description('end a key within five seconds')
    .argument('<key>', 'beginning of the key as `list` shows it, or its name')
    .addOption(organizationOption())
    .action(async (wanted: string, flags: { organization?: string }) =>
      (await manage()).revokeKey(await loadConfig(), wanted, flags),
    );
};

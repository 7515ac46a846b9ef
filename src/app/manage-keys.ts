import type { ApiKeyRole } from '../access/api-key-roles.js';
import { apiKeyPage, createApiKey, revokeApiKey, type ApiKeyRow } from '../access/api-keys.js';
import { AppError } from '../errors/app-error.js';
import type { Scope } from '../scope/scope.js';
import { textTable } from './cli/terminal/text-layout.js';
import type { Config } from './config.js';
import { findOrganization } from './find-organization.js';
import { scopeOf } from './owner-scope.js';
import { printLine } from './print-line.js';
import { withSystem } from './with-system.js';

export interface NewKeyFlags {
  readonly organization?: string;
  readonly role: ApiKeyRole;
  /** ISO 8601 date or time. */
  readonly expires?: string;
}

const PAGE = 100;
const MOST_KEYS = 1_000;

const keysOf = async (scope: Scope, includeRevoked: boolean): Promise<ApiKeyRow[]> => {
  const keys: ApiKeyRow[] = [];
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof apiKeyPage>> = await apiKeyPage(scope, includeRevoked, false, {
      first: PAGE,
      after,
    });
    keys.push(...page.rows);
    after = page.hasNextPage ? (page.rows.at(-1)?.cursor ?? null) : null;
  } while (after !== null && keys.length < MOST_KEYS);
  return keys;
};

const asTime = (expires: string): Date => {
  const time = new Date(expires);
  if (!Number.isNaN(time.getTime())) return time;
  throw new AppError('BAD_USER_INPUT', `"${expires}" is not a date such as 2027-01-31.`);
};

/** `debrief key create`. */
export const createKey = (config: Config, name: string, { organization, role, expires }: NewKeyFlags): Promise<void> =>
  withSystem(config, async (system) => {
    const found = await findOrganization(system, organization);
    const input = { name, role, expiresAt: expires === undefined ? null : asTime(expires) };
    const { key } = await createApiKey(scopeOf(system, found.id), input);
    printLine(`A key of ${found.name} with role ${role}, shown only now:\n\n  ${key}\n`);
  });

const day = (time: Date | null): string => time?.toISOString().slice(0, 10) ?? '–';

const stateOf = ({ revokedAt, expiresAt }: ApiKeyRow): string => {
  if (revokedAt) return `revoked ${day(revokedAt)}`;
  if (!expiresAt) return 'good';
  return expiresAt <= new Date() ? `expired ${day(expiresAt)}` : `good until ${day(expiresAt)}`;
};

const COLUMNS = ['key', 'name', 'role', 'made', 'state'].map((title) => ({ title }));

/** `debrief key list`. */
export const listKeys = (
  config: Config,
  { organization, all = false }: { readonly organization?: string; readonly all?: boolean },
): Promise<void> =>
  withSystem(config, async (system) => {
    const found = await findOrganization(system, organization);
    const keys = await keysOf(scopeOf(system, found.id), all);
    printLine(`${found.name} (${found.id})\n`);
    if (keys.length === 0) return printLine('It has no keys. Make one with `debrief key create`.');
    const rows = keys.map((key) => [`${key.prefix}…`, key.name, key.role, day(key.createdAt), stateOf(key)]);
    printLine(textTable(COLUMNS, rows).join('\n'));
  });

/** By its beginning as `list` shows it, its name, or the whole key. */
const isMeant = (wanted: string, { id, name, prefix }: ApiKeyRow): boolean =>
  id === wanted ||
  name === wanted ||
  (wanted.length >= prefix.length && wanted.startsWith(prefix)) ||
  prefix === wanted.replace(/…$/, '');

const theKey = (keys: readonly ApiKeyRow[], wanted: string): ApiKeyRow => {
  const [only, ...others] = keys.filter((key) => isMeant(wanted, key));
  if (only && others.length === 0) return only;
  const fault = only ? 'Several keys fit' : 'There is no good key that fits';
  throw new AppError(only ? 'BAD_USER_INPUT' : 'NOT_FOUND', `${fault} "${wanted}". \`debrief key list\` shows them.`);
};

/** `debrief key revoke`. */
export const revokeKey = (
  config: Config,
  wanted: string,
  { organization }: { readonly organization?: string },
): Promise<void> =>
  withSystem(config, async (system) => {
    const found = await findOrganization(system, organization);
    const { id, name, prefix } = theKey(await keysOf(scopeOf(system, found.id), false), wanted);
    await revokeApiKey(scopeOf(system, found.id), id);
    printLine(`The key ${prefix}… (${name}) of ${found.name} is revoked: it is refused within five seconds.`);
  });

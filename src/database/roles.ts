import { createHmac } from 'node:crypto';
import pg from 'pg';
import { AppError } from '../errors/app-error.js';
import { codeOf } from './database-error.js';

/**
 * The roles that processes run as. `app` reads and writes what one organization may; `reporter` only reads it;
 * `courier` sees across organizations, and of them no more than what its grants name. None owns a table.
 */
export const ROLES = { app: 'debrief_app', reporter: 'debrief_reporter', courier: 'debrief_courier' } as const;

export type RoleName = keyof typeof ROLES;
type RolePasswords = Readonly<Record<RoleName, string>>;

export interface RoleUrls {
  readonly owner: string;
  readonly app: string;
  readonly reporter: string;
  readonly courier: string;
}

/** One secret gives every role its password, so that processes share no more than that. */
export const rolePassword = (secret: string, role: string): string =>
  createHmac('sha256', secret).update(role).digest('base64url');

const forEachRole = <T>(answer: (role: RoleName) => T): Record<RoleName, T> => ({
  app: answer('app'),
  reporter: answer('reporter'),
  courier: answer('courier'),
});

export const rolePasswords = (secret: string): RolePasswords =>
  forEachRole((role) => rolePassword(secret, ROLES[role]));

const logInAs = (ownerUrl: string, user: string, password: string): string => {
  const url = new URL(ownerUrl);
  const isQueried = url.host === '' || url.searchParams.has('user');
  url.searchParams.delete('password');
  if (isQueried) {
    url.searchParams.set('user', user);
    url.searchParams.set('password', password);
    return url.href;
  }
  url.username = user;
  url.password = password;
  return url.href;
};

/** The owner's URL with the other roles in its place; host, database and query stay. */
export const roleUrls = (ownerUrl: string, secret: string): RoleUrls => ({
  owner: ownerUrl,
  ...forEachRole((role) => logInAs(ownerUrl, ROLES[role], rolePassword(secret, ROLES[role]))),
});

const roleSql = (role: string, password: string): string =>
  [
    `do $$ begin if not exists (select from pg_roles where rolname = '${role}') then create role ${role}; end if; end $$;`,
    `alter role ${role} login password ${pg.escapeLiteral(password)};`,
  ].join('\n');

/** What an administrator runs where the owner may not create roles. Contains the passwords. */
export const rolesSql = (passwords: RolePasswords): string =>
  Object.values(forEachRole((role) => roleSql(ROLES[role], passwords[role]))).join('\n');

const refused = (passwords: RolePasswords, cause: unknown): AppError =>
  new AppError(
    'CONFIG_INVALID',
    `The owner in DATABASE_URL may not create Debrief's roles. Let an administrator of the database run this, then migrate again:\n\n${rolesSql(passwords)}\n`,
    { cause },
  );

const isRefusal = (error: unknown): boolean => codeOf(error) === '42501';

/** A role of this name that was made for something else could see every organization. */
const refuseTooMighty = async (client: pg.ClientBase): Promise<void> => {
  const { rows } = await client.query<{ rolname: string }>(
    'select rolname from pg_roles where rolname = any($1) and (rolsuper or rolbypassrls)',
    [Object.values(ROLES)],
  );
  const names = rows.map(({ rolname }) => rolname).join(', ');
  if (names === '') return;
  throw new AppError('CONFIG_INVALID', `${names} must be neither superuser nor exempt from row-level security.`);
};

/**
 * Creates the roles, or sets their passwords again. @throws AppError CONFIG_INVALID with the SQL to run where the
 * owner may not.
 */
export const ensureRoles = async (client: pg.ClientBase, passwords: RolePasswords): Promise<void> => {
  try {
    await client.query(rolesSql(passwords));
  } catch (error) {
    throw isRefusal(error) ? refused(passwords, error) : error;
  }
  await refuseTooMighty(client);
};

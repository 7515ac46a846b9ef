import pg from 'pg';
import { AppError } from '../errors/app-error.js';
import { ROLES } from './roles.js';

/** Rights as a GRANT names them, e.g. `select (id), update (lease_epoch)`. */
interface TableRights {
  /** Of the API and the workers, within one organization; `select, insert` unless told. */
  readonly app?: string;
  /** Of the loops that see every organization's rows; nothing unless told. */
  readonly courier?: string;
}

export type TableGrants = Readonly<Record<string, TableRights>>;

export interface Rights {
  readonly grants: TableGrants;
}

export const MIGRATIONS_TABLE = 'mikro_orm_migrations';
const DML = 'select, insert, update, delete';
/** A table that its room says nothing about can be appended to: changing and deleting rows is granted by name. */
const APP_DEFAULT = 'select, insert';
const { app, reporter, courier } = ROLES;
const EVERYBODY = `${app}, ${reporter}, ${courier}`;

interface Relation {
  readonly schema: string;
  readonly name: string;
  readonly isSequence: boolean;
}

/** Only what the owner owns: the courier's sequences in `bullmq` are its own already, and neighbors' tables no business of ours. */
const relationsOf = async (client: pg.ClientBase): Promise<Relation[]> => {
  const { rows } = await client.query<Relation>(
    `select nspname as schema, relname as name, relkind = 'S' as "isSequence"
     from pg_class join pg_namespace on pg_namespace.oid = relnamespace
     where nspname in ('public', 'bullmq') and relkind in ('r', 'p', 'S') and pg_has_role(relowner, 'usage')
     order by nspname, relname`,
  );
  return rows;
};

const isTenantOrPlatform = ({ schema, name, isSequence }: Relation): boolean =>
  schema === 'public' && !isSequence && name !== MIGRATIONS_TABLE;

const requireKnown = (tables: readonly string[], named: readonly string[]): void => {
  const unknown = named.filter((name) => !tables.includes(name));
  if (unknown.length > 0)
    throw new AppError('CONFIG_INVALID', `Rights are given on unknown tables: ${unknown.join(', ')}.`);
};

const grant = (rights: string, table: string, role: string): string => {
  if (!/^[a-z0-9_ ,()]+$/.test(rights)) throw new AppError('CONFIG_INVALID', `"${rights}" is no list of rights.`);
  return `grant ${rights} on ${pg.escapeIdentifier(table)} to ${role}`;
};

const tableGrants = (tables: readonly string[], grants: TableGrants): string[] => [
  ...tables.map((name) => grant(grants[name]?.app ?? APP_DEFAULT, name, app)),
  ...tables.map((name) => grant('select', name, reporter)),
  ...Object.entries(grants).flatMap(([name, rights]) => (rights.courier ? [grant(rights.courier, name, courier)] : [])),
];

const onRelation = ({ schema, name, isSequence }: Relation): string =>
  `on ${isSequence ? 'sequence' : 'table'} ${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`;

const takeAll = (relation: Relation): string => `revoke all ${onRelation(relation)} from public, ${EVERYBODY}`;

const sequenceGrant = (relation: Relation): string =>
  `grant usage, select ${onRelation(relation)} to ${relation.schema === 'bullmq' ? courier : `${app}, ${courier}`}`;

const queueTableGrant = (relation: Relation): string => `grant ${DML} ${onRelation(relation)} to ${courier}`;

const SCHEMAS = [
  'revoke all on schema public from public',
  `grant usage on schema public to ${EVERYBODY}`,
  `alter default privileges in schema public grant select on tables to ${app}, ${reporter}`,
  `revoke all on schema bullmq from public, ${app}, ${reporter}`,
  // BullMQ makes sequences as it goes: CREATE is what adding jobs takes.
  `grant usage, create on schema bullmq to ${courier}`,
  `grant execute on all functions in schema bullmq to ${courier}`,
  `alter default privileges in schema bullmq grant ${DML} on tables to ${courier}`,
  `alter default privileges in schema bullmq grant usage, select on sequences to ${courier}`,
  `alter default privileges in schema bullmq grant execute on functions to ${courier}`,
];

/** Gives each role its rights and no other; run as owner after every migration, all or nothing. */
export const grantRights = async (client: pg.ClientBase, { grants }: Rights): Promise<void> => {
  await client.query('create schema if not exists bullmq');
  const relations = await relationsOf(client);
  const tables = relations.filter(isTenantOrPlatform).map(({ name }) => name);
  requireKnown(tables, Object.keys(grants));
  const statements = [
    ...SCHEMAS,
    ...relations.map(takeAll),
    ...relations.filter(({ isSequence }) => isSequence).map(sequenceGrant),
    ...relations.filter(({ schema, isSequence }) => schema === 'bullmq' && !isSequence).map(queueTableGrant),
    ...tableGrants(tables, grants),
  ];
  // Sent at once, they are one transaction: no moment in which a role lacks what it had.
  await client.query(statements.join(';\n'));
};

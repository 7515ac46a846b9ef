import { createHash } from 'node:crypto';
import { AppError } from '../errors/app-error.js';
import type { Uses } from './scope.js';

export interface PageRequest {
  /** 1 to 100. */
  readonly first: number;
  readonly after?: string | null;
}

export interface Page<Row> {
  readonly rows: readonly (Row & { readonly cursor: string })[];
  readonly hasNextPage: boolean;
  /** Whether the page began behind a cursor. */
  readonly hasPreviousPage: boolean;
}

export interface PageQuery extends PageRequest {
  /** Name of the prepared statement; must change with the text. */
  readonly name: string;
  readonly select: string;
  readonly from: string;
  /** Condition over `$1`, `$2`, …, which refer to `values`. */
  readonly where: string;
  readonly values: readonly unknown[];
  /** Column that orders the page; ties are broken by `id`. */
  readonly orderBy: {
    readonly column: string;
    readonly type: 'timestamptz' | 'text' | 'double precision';
    readonly descending: boolean;
  };
}

type Position = readonly [list: string, key: string, id: string];

/** What a cursor belongs to: an organization, a list, an order. Not a secret, only a mark against mix-ups. */
const listOf = (organizationId: string, { name, orderBy: { column, descending } }: PageQuery): string =>
  createHash('sha256')
    .update([organizationId, name, column, descending ? 'desc' : 'asc'].join(' '))
    .digest('base64url')
    .slice(0, 12);

const badCursor = (): AppError =>
  new AppError('BAD_CURSOR', 'This cursor is not of this list in this order. Start again without `after`.', {
    path: ['after'],
  });

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** As PostgreSQL prints scores, and nothing that it would find out of range. */
const NUMBER = /^-?\d{1,20}(\.\d{1,20})?(e-\d\d)?$/;
const TIME = /^[1-9]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;

/** Whether PostgreSQL will take it: a day or an hour that does not exist is an error there. */
const isKey = (type: PageQuery['orderBy']['type'], key: string): boolean => {
  if (type === 'text') return !key.includes('\0') && key.isWellFormed();
  if (type === 'double precision') return NUMBER.test(key);
  if (!TIME.test(key)) return false;
  const time = new Date(`${key.slice(0, 23)}Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().slice(0, 23) === key.slice(0, 23);
};

const parse = (cursor: string): readonly unknown[] => {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(parts) ? parts : [];
  } catch {
    // Not JSON: the caller refuses it as BAD_CURSOR.
    return [];
  }
};

const readCursor = (list: string, { after, orderBy }: PageQuery): Position | null => {
  if (after === null || after === undefined) return null;
  const [from, key, id] = parse(after);
  if (from !== list || typeof key !== 'string' || typeof id !== 'string') throw badCursor();
  if (!UUID.test(id) || !isKey(orderBy.type, key)) throw badCursor();
  return [list, key, id];
};

/** The ordering column as a cursor holds it, with all its digits. */
const keyText = ({ column, type }: PageQuery['orderBy']): string => {
  if (type === 'timestamptz') return `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
  return `${column}::text`;
};

const statementOf = ({ select, from, where, values, orderBy }: PageQuery): string => {
  const { column, type, descending } = orderBy;
  const n = values.length;
  const way = descending ? 'desc' : 'asc';
  return `select ${select}, ${keyText(orderBy)} as "pageKey" from ${from}
    where (${where}) and ($${n + 1}::${type} is null or (${column}, id) ${descending ? '<' : '>'} ($${n + 1}::${type}, $${n + 2}::uuid))
    order by ${column} ${way}, id ${way} limit $${n + 3}`;
};

/** One page of a list as the organization sees it, by key and not by offset: rows that come meanwhile move nothing. */
export const readPage = async <Row extends { id: string }>(
  { reads, organizationId }: Uses<'reads'>,
  query: PageQuery,
): Promise<Page<Row>> => {
  const { first, name, values, orderBy } = query;
  checkFirst(first);
  const list = listOf(organizationId, query);
  const position = readCursor(list, query);
  const rows = await reads.read<Row & { pageKey: string }>({
    name: `${name}_${orderBy.column}_${orderBy.descending ? 'desc' : 'asc'}`,
    text: statementOf(query),
    plan: 'custom',
    values: [...values, position?.[1] ?? null, position?.[2] ?? null, first + 1],
  });
  const cursorOf = ({ pageKey, id }: { pageKey: string; id: string }): string =>
    Buffer.from(JSON.stringify([list, pageKey, id])).toString('base64url');
  return {
    rows: rows.slice(0, first).map((row) => ({ ...row, cursor: cursorOf(row) })),
    hasNextPage: rows.length > first,
    hasPreviousPage: position !== null,
  };
};

/** Most entries of a page, where a list has no limit of its own. */
const MAX_PER_PAGE = 100;

/** The size of a page, as asked for. @throws AppError BAD_USER_INPUT outside of 1 to `max` */
export const checkFirst = (first: number, max = MAX_PER_PAGE): number => {
  if (Number.isInteger(first) && first >= 1 && first <= max) return first;
  throw new AppError('BAD_USER_INPUT', `first must be between 1 and ${max}; it is ${first}.`, { path: ['first'] });
};

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
}

export interface PageQuery extends PageRequest {
  /** Name of the prepared statement; must change with the text. */
  readonly name: string;
  readonly select: string;
  readonly from: string;
  /** Condition over `$1`, `$2`, …, which stand for `values`. */
  readonly where: string;
  readonly values: readonly unknown[];
  /** Column that orders the page; ties are broken by `id`. */
  readonly orderBy: { readonly column: string; readonly type: 'timestamptz' | 'text'; readonly descending: boolean };
}

type Position = readonly [order: string, key: string, id: string];

const orderName = ({ orderBy: { column, descending } }: PageQuery): string => `${column}${descending ? '-' : '+'}`;

const badCursor = (): AppError =>
  new AppError('BAD_CURSOR', 'This cursor is not of this list in this order. Start again without `after`.', {
    path: ['after'],
  });

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?[+-]\d\d(:\d\d)*$/;

const readCursor = (query: PageQuery): Position | null => {
  if (query.after === null || query.after === undefined) return null;
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(query.after, 'base64url').toString());
  } catch {
    throw badCursor();
  }
  const [order, key, id] = (Array.isArray(parts) ? parts : []) as unknown[];
  const fits = order === orderName(query) && typeof key === 'string' && typeof id === 'string' && UUID.test(id);
  if (!fits || (query.orderBy.type === 'timestamptz' && !TIME.test(key))) throw badCursor();
  return [order, key, id];
};

const checkFirst = (first: number): void => {
  if (Number.isInteger(first) && first >= 1 && first <= 100) return;
  throw new AppError('BAD_USER_INPUT', `first must be between 1 and 100; it is ${first}.`, { path: ['first'] });
};

/** One page of a list as the organization sees it, by key and not by offset: rows that come meanwhile move nothing. */
export const readPage = async <Row extends { id: string }>(
  { reads, organizationId }: Uses<'reads'>,
  query: PageQuery,
): Promise<Page<Row>> => {
  const { first, name, select, from, where, values, orderBy } = query;
  checkFirst(first);
  const position = readCursor(query);
  const { column, type, descending } = orderBy;
  const n = values.length;
  const way = descending ? 'desc' : 'asc';
  const text = `select ${select}, (${column})::text as "pageKey" from ${from}
    where (${where}) and ($${n + 1}::${type} is null or (${column}, id) ${descending ? '<' : '>'} ($${n + 1}::${type}, $${n + 2}::uuid))
    order by ${column} ${way}, id ${way} limit $${n + 3}`;
  const rows = await reads.readAs<Row & { pageKey: string }>(organizationId, {
    name: `${name}_${column}_${way}`,
    text,
    values: [...values, position?.[1] ?? null, position?.[2] ?? null, first + 1],
  });
  const cursorOf = ({ pageKey, id }: { pageKey: string; id: string }): string =>
    Buffer.from(JSON.stringify([orderName(query), pageKey, id])).toString('base64url');
  return {
    rows: rows.slice(0, first).map((row) => ({ ...row, cursor: cursorOf(row) })),
    hasNextPage: rows.length > first,
  };
};

import type { Rubric } from '../plugin-api/index.js';
import { type Page, type PageRequest, readPage } from '../scope/read-page.js';
import type { Uses } from '../scope/scope.js';

export interface RubricVersionRow {
  readonly id: string;
  readonly key: string;
  readonly version: number;
  readonly name: string;
  readonly document: Rubric;
  readonly hash: string;
  readonly createdAt: Date;
}

type Ports = Uses<'reads'>;
const COLUMNS = `id, key, version, name, document, hash, created_at as "createdAt"`;

/** Newest version of each rubric. */
export const rubricPage = (
  scope: Ports,
  key: string | null,
  descending: boolean,
  page: PageRequest,
): Promise<Page<RubricVersionRow>> =>
  readPage<RubricVersionRow>(scope, {
    ...page,
    name: 'rubric_page',
    select: COLUMNS,
    from: `(select distinct on (key) * from platform_rubric_version order by key, version desc) newest`,
    where: '$1::text is null or key = $1',
    values: [key],
    orderBy: { column: 'name', type: 'text', descending },
  });

/** By `key@version`. */
export const rubricVersionsByKey = ({ reads }: Ports, keys: readonly string[]): Promise<RubricVersionRow[]> =>
  reads.read({
    name: 'rubric_version_by_key',
    text: `select ${COLUMNS} from platform_rubric_version where key || '@' || version = any($1::text[])`,
    values: [keys],
  });

export const rubricVersionsById = ({ reads }: Ports, ids: readonly string[]): Promise<RubricVersionRow[]> =>
  reads.read({
    name: 'rubric_version_by_id',
    text: `select ${COLUMNS} from platform_rubric_version where id = any($1::uuid[])`,
    values: [ids],
  });

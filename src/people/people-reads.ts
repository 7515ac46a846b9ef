import { type Page, type PageRequest, readPage } from '../scope/read-page.js';
import type { Uses } from '../scope/scope.js';

export interface RepresentativeRow {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly confirmed: boolean;
  readonly mergedIntoId: string | null;
  readonly createdAt: Date;
}

export interface CompanyRow {
  readonly id: string;
  readonly name: string;
  readonly confirmed: boolean;
  readonly mergedIntoId: string | null;
  readonly createdAt: Date;
}

export interface NamedFilter {
  /** Part of the name, case aside. */
  readonly search?: string | null | undefined;
  readonly confirmed?: boolean | null | undefined;
  /** True lists those that were merged into others too. */
  readonly includeMerged?: boolean | null | undefined;
}

export interface NamedOrder {
  readonly field: 'NAME' | 'CREATED_AT';
  readonly descending: boolean;
}

type Ports = Uses<'reads'>;

const REPRESENTATIVE = `id, name, email, confirmed, merged_into_id as "mergedIntoId", created_at as "createdAt"`;
const COMPANY = `id, name, confirmed, merged_into_id as "mergedIntoId", created_at as "createdAt"`;

const namedPage = <Row extends { id: string }>(
  scope: Ports,
  table: 'representative' | 'company',
  select: string,
  { search = null, confirmed = null, includeMerged = false }: NamedFilter,
  { field, descending }: NamedOrder,
  page: PageRequest,
): Promise<Page<Row>> =>
  readPage<Row>(scope, {
    ...page,
    select,
    name: `${table}_page`,
    from: table,
    where: `($1::text is null or strpos(lower(name), lower($1)) > 0) and ($2::boolean is null or confirmed = $2)
      and ($3::boolean or merged_into_id is null)`,
    values: [search, confirmed, includeMerged ?? false],
    orderBy:
      field === 'NAME'
        ? { column: 'name', type: 'text', descending }
        : { column: 'created_at', type: 'timestamptz', descending },
  });

export const representativePage = (scope: Ports, filter: NamedFilter, order: NamedOrder, page: PageRequest) =>
  namedPage<RepresentativeRow>(scope, 'representative', REPRESENTATIVE, filter, order, page);

export const companyPage = (scope: Ports, filter: NamedFilter, order: NamedOrder, page: PageRequest) =>
  namedPage<CompanyRow>(scope, 'company', COMPANY, filter, order, page);

export const representativesById = ({ reads }: Ports, ids: readonly string[]): Promise<RepresentativeRow[]> =>
  reads.read({
    name: 'representative_by_id',
    text: `select ${REPRESENTATIVE} from representative where id = any($1::uuid[])`,
    values: [ids],
  });

export const companiesById = ({ reads }: Ports, ids: readonly string[]): Promise<CompanyRow[]> =>
  reads.read({
    name: 'company_by_id',
    text: `select ${COMPANY} from company where id = any($1::uuid[])`,
    values: [ids],
  });

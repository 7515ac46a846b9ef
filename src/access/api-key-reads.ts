import { readPage, type Page, type PageRequest } from '../scope/read-page.js';
import type { Actor, Uses } from '../scope/scope.js';

/** An API key as administrators see it: without its hash. */
export interface ApiKeyRow {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly role: Actor['role'];
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
}

type Ports = Uses<'reads'>;

const COLUMNS = `id, name, prefix, role, created_at as "createdAt", expires_at as "expiresAt", revoked_at as "revokedAt"`;

/** Keys of the organization; without the revoked ones unless asked for. */
export const apiKeyPage = (
  scope: Ports,
  includeRevoked: boolean,
  descending: boolean,
  page: PageRequest,
): Promise<Page<ApiKeyRow>> =>
  readPage<ApiKeyRow>(scope, {
    ...page,
    name: 'api_key_page',
    select: COLUMNS,
    from: 'api_key',
    where: '$1::boolean or revoked_at is null',
    values: [includeRevoked],
    orderBy: { column: 'created_at', type: 'timestamptz', descending },
  });

export const apiKeysById = ({ reads }: Ports, ids: readonly string[]): Promise<ApiKeyRow[]> =>
  reads.read({
    name: 'api_key_by_id',
    text: `select ${COLUMNS} from api_key where id = any($1::uuid[])`,
    values: [ids],
  });

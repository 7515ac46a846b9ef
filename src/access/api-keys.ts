import { v7 as uuidv7 } from 'uuid';
import { recordAudit } from '../audit/record-audit.js';
import { AppError } from '../errors/app-error.js';
import { inTransaction } from '../scope/in-transaction.js';
import { requireRole } from '../scope/require-role.js';
import type { Actor, Uses } from '../scope/scope.js';
import { cleanUnicode } from '../text/clean-unicode.js';
import { ApiKey } from './api-key.entity.js';
import { lockOrganization } from './organizations.js';
import { hashKey, newKey } from './key-format.js';
import { withIdempotencyKey } from './with-idempotency-key.js';
import { type Page, type PageRequest, readPage } from '../scope/read-page.js';

interface NewApiKey {
  readonly name: string;
  readonly role: ApiKey['role'];
  readonly expiresAt?: Date | null;
}

type Ports = Uses<'em' | 'actor' | 'queue' | 'live' | 'requestId' | 'now'>;

const MAX_NAME = 100;

const checkedName = (given: string): string => {
  const name = cleanUnicode(given).trim();
  if (name.length >= 1 && name.length <= MAX_NAME) return name;
  throw new AppError('BAD_USER_INPUT', `Give the key a name of 1 to ${MAX_NAME} characters.`, {
    path: ['input', 'name'],
  });
};

const checkExpiry = ({ now }: Ports, expiresAt: Date | null): void => {
  if (expiresAt && expiresAt <= now()) {
    throw new AppError('BAD_USER_INPUT', 'expiresAt lies in the past.', { path: ['input', 'expiresAt'] });
  }
};

const write = async (scope: Ports, id: string, key: string, input: Required<NewApiKey>): Promise<void> => {
  const { em, organizationId } = scope;
  const { name, role } = input;
  em.persist(
    em.create(ApiKey, {
      ...input,
      organizationId,
      id,
      prefix: key.slice(0, 10),
      keyHash: hashKey(key),
      revokedAt: null,
    }),
  );
  recordAudit(scope, { action: 'apiKey.create', subjectType: 'ApiKey', subjectId: id, after: { name, role } });
  await em.flush();
};

/**
 * Makes a key of the organization, once per idempotency key. The key itself is in the first result and nowhere else:
 * a repetition finds the row and null.
 * @throws AppError FORBIDDEN for actors that are not administrators, BAD_USER_INPUT for an unfit name or a past expiry,
 * IDEMPOTENCY_MISMATCH
 */
export const createApiKeyOnce = async (
  scope: Ports,
  { name: given, role, expiresAt = null }: NewApiKey,
  idempotencyKey: string | null,
): Promise<{ id: string; key: string | null }> => {
  requireRole(scope, 'ADMIN');
  const input = { name: checkedName(given), role, expiresAt };
  checkExpiry(scope, expiresAt);
  const key = newKey();
  return inTransaction(scope, async (scope) => {
    const made = uuidv7();
    const request = { operation: 'createApiKey', key: idempotencyKey, input };
    const id = await withIdempotencyKey(scope, request, made, () => write(scope, made, key, input));
    return { id, key: id === made ? key : null };
  });
};

/** As `createApiKeyOnce`, a new key each time. */
export const createApiKey = async (scope: Ports, input: NewApiKey): Promise<{ id: string; key: string }> => {
  const { id, key } = await createApiKeyOnce(scope, input, null);
  if (key === null) throw new Error('A key was made without its text.');
  return { id, key };
};

/** Without an administrator nobody could make keys but the owner of the database. The organization's row is locked. */
const requireAnotherAdmin = async (
  { em, organizationId, now }: Ports,
  { id, role, expiresAt }: ApiKey,
): Promise<void> => {
  const isGood = { $or: [{ expiresAt: null }, { expiresAt: { $gt: now() } }] };
  if (role !== 'ADMIN' || (expiresAt && expiresAt <= now())) return;
  const others = { organizationId, role: 'ADMIN', revokedAt: null, id: { $ne: id }, ...isGood } as const;
  if ((await em.count(ApiKey, others)) > 0) return;
  const message = 'This is the last key with role ADMIN: nobody could make keys any more. Make another one first.';
  throw new AppError('CONFLICT', message, { path: ['input', 'id'] });
};

/**
 * Ends a key; a second call changes nothing. Every process refuses it within five seconds, open sockets included.
 * @throws AppError FORBIDDEN, NOT_FOUND, CONFLICT for the last good key with role ADMIN
 */
export const revokeApiKey = async (scope: Ports, id: string): Promise<void> => {
  requireRole(scope, 'ADMIN');
  await inTransaction(scope, async (scope) => {
    const { em, organizationId } = scope;
    await lockOrganization(scope);
    const apiKey = await em.findOne(ApiKey, { organizationId, id });
    if (!apiKey) throw new AppError('NOT_FOUND', 'There is no such key.', { path: ['input', 'id'] });
    if (apiKey.revokedAt) return;
    await requireAnotherAdmin(scope, apiKey);
    apiKey.revokedAt = scope.now();
    recordAudit(scope, {
      action: 'apiKey.revoke',
      subjectType: 'ApiKey',
      subjectId: id,
      before: { name: apiKey.name },
    });
    await em.flush();
  });
};

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

const COLUMNS = `id, name, prefix, role, created_at as "createdAt", expires_at as "expiresAt", revoked_at as "revokedAt"`;

/** Keys of the organization; without the revoked ones unless asked for. */
export const apiKeyPage = (
  scope: Uses<'reads'>,
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

export const apiKeysById = ({ reads }: Uses<'reads'>, ids: readonly string[]): Promise<ApiKeyRow[]> =>
  reads.read({
    name: 'api_key_by_id',
    text: `select ${COLUMNS} from api_key where id = any($1::uuid[])`,
    values: [ids],
  });

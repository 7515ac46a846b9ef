import { LRUCache } from 'lru-cache';
import type { CourierReads } from '../database/wire/courier.js';
import { AppError } from '../errors/app-error.js';
import type { Actor } from '../scope/scope.js';
import { hashKey, isWellFormedKey } from './key-format.js';

export interface Identity {
  readonly organizationId: string;
  readonly actor: Actor;
}

export interface Authenticator {
  /**
   * The organization and actor of a bearer key.
   * @throws AppError UNAUTHENTICATED with what to do, for a missing, malformed, unknown, revoked or expired key
   */
  authenticate(authorization: string | undefined): Promise<Identity>;
}

interface KeyRow {
  readonly organization_id: string;
  readonly id: string;
  readonly name: string;
  readonly role: Actor['role'];
  readonly expires_at: Date | null;
  readonly revoked_at: Date | null;
}

/** With the rhythm in which open sockets ask again, this stays under the five seconds that revoking may take. */
const KNOWN_FOR_MS = 3_000;
const UNKNOWN_FOR_MS = 1_000;
const MAX_CACHED = 10_000;

const refuse = (message: string): never => {
  throw new AppError('UNAUTHENTICATED', message);
};

const bearerKey = (authorization: string | undefined): string => {
  const key = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  if (!key) return refuse('Send your key as "Authorization: Bearer dbf_…".');
  return isWellFormedKey(key) ? key : refuse('This is not a Debrief key: it was cut or mistyped.');
};

const check = (row: KeyRow | null, now: Date): Identity => {
  if (!row) return refuse('This key is not known here.');
  if (row.revoked_at) return refuse('This key was revoked. Ask an administrator for a new one.');
  if (row.expires_at && row.expires_at <= now)
    return refuse('This key has expired. Ask an administrator for a new one.');
  return {
    organizationId: row.organization_id,
    actor: { kind: 'API_KEY', id: row.id, name: row.name, role: row.role },
  };
};

/** Looks keys up by hash, across organizations, with a cache of seconds: revoking takes effect soon. */
export const openAuthenticator = (courier: CourierReads, now: () => Date = () => new Date()): Authenticator => {
  const cache = new LRUCache<string, { row: KeyRow | null; until: number }>({ max: MAX_CACHED });

  const lookUp = async (hash: string): Promise<KeyRow | null> => {
    const known = cache.get(hash);
    if (known && known.until > now().getTime()) return known.row;
    const rows = await courier.readAcross<KeyRow>({
      name: 'api_key_by_hash',
      text: `select organization_id, id, name, role, expires_at, revoked_at from api_key where key_hash = $1`,
      values: [hash],
    });
    const row = rows[0] ?? null;
    cache.set(hash, { row, until: now().getTime() + (row ? KNOWN_FOR_MS : UNKNOWN_FOR_MS) });
    return row;
  };

  return { authenticate: async (authorization) => check(await lookUp(hashKey(bearerKey(authorization))), now()) };
};

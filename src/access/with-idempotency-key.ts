import { createHash } from 'node:crypto';
import { AppError } from '../errors/app-error.js';
import type { Uses } from '../scope/scope.js';
import { canonicalJson } from '../text/canonical-json.js';
import { IdempotencyKey } from './idempotency-key.entity.js';

interface IdempotentRequest {
  /** Name of the mutation; the same key may be used for different mutations. */
  readonly operation: string;
  /** The client's key; without one nothing is stored. */
  readonly key: string | null | undefined;
  readonly input: unknown;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const withoutNulls = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).filter(([, field]) => field !== null))
    : value;

/**
 * Hash of what a request asks for. Neither the order of its fields counts nor a field that is null, so that a client which
 * repeats a request after an upgrade of Debrief finds its key, though the API has more optional fields by then.
 */
const hashOf = (input: unknown): string => sha256(canonicalJson(JSON.parse(JSON.stringify(input, withoutNulls))));

/**
 * The hash by earlier versions of Debrief. Keys are kept without an end, so theirs are still found, as long as the request
 * has no new field.
 */
const formerHashOf = (input: unknown): string => sha256(JSON.stringify(input));

const PLAIN_KEY = /^\P{C}{1,200}$/u;

const checkKey = (key: string): void => {
  if (PLAIN_KEY.test(key)) return;
  throw new AppError('BAD_USER_INPUT', 'An idempotency key has 1 to 200 characters, none of them a control.', {
    path: ['input', 'idempotencyKey'],
  });
};

/**
 * Creates once per key, inside the caller's transaction: the same key and input give the id of the first result.
 * The key's row is written first, so of two at once the second waits and then finds the first's result.
 * @throws AppError IDEMPOTENCY_MISMATCH for a key of another input, BAD_USER_INPUT for a key that is no plain text
 */
export const withIdempotencyKey = async (
  { em, organizationId }: Uses<'em'>,
  { operation, key, input }: IdempotentRequest,
  id: string,
  create: () => Promise<void>,
): Promise<string> => {
  if (key === null || key === undefined) {
    await create();
    return id;
  }
  checkKey(key);
  const inputHash = hashOf(input);
  const made: unknown[] = await em.execute(
    `insert into idempotency_key (organization_id, operation, key, input_hash, result_id) values (?, ?, ?, ?, ?)
     on conflict do nothing returning 1`,
    [organizationId, operation, key, inputHash, id],
  );
  if (made.length > 0) {
    await create();
    return id;
  }
  const first = await em.findOneOrFail(IdempotencyKey, { organizationId, operation, key });
  if (first.inputHash !== inputHash && first.inputHash !== formerHashOf(input)) {
    throw new AppError('IDEMPOTENCY_MISMATCH', 'This idempotency key was used with another input. Use a new key.', {
      path: ['input', 'idempotencyKey'],
    });
  }
  return first.resultId;
};

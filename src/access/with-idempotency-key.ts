import { createHash } from 'node:crypto';
import { AppError } from '../errors/app-error.js';
import type { Uses } from '../scope/scope.js';
import { IdempotencyKey } from './idempotency-key.entity.js';

interface Once {
  /** Name of the mutation; the same key may be used for different mutations. */
  readonly operation: string;
  /** The client's key; without one nothing is remembered. */
  readonly key: string | null | undefined;
  readonly input: unknown;
}

const hashOf = (input: unknown): string => createHash('sha256').update(JSON.stringify(input)).digest('hex');

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
 * @throws AppError IDEMPOTENCY_MISMATCH when the key came with another input, BAD_USER_INPUT for a key that is no plain text
 */
export const withIdempotencyKey = async (
  { em, organizationId }: Uses<'em'>,
  { operation, key, input }: Once,
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
  if (first.inputHash !== inputHash) {
    throw new AppError('IDEMPOTENCY_MISMATCH', 'This idempotency key was used with another input. Use a new key.', {
      path: ['input', 'idempotencyKey'],
    });
  }
  return first.resultId;
};

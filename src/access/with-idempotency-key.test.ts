import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { startTestSystem, type TestOrganization, type TestSystem } from '../../test/support/system.js';
import { inTransaction } from '../scope/in-transaction.js';
import { withIdempotencyKey } from './with-idempotency-key.js';

let system: TestSystem;
let organization: TestOrganization;
beforeAll(async () => {
  system = await startTestSystem({ worker: false });
  organization = await system.createOrganization();
});
afterAll(() => system.close());

const OPERATION = 'test';
const create = async (key: string, input: unknown): Promise<string> => {
  const scope = organization.scope();
  const id = uuidv7();
  return inTransaction(scope, (scope) =>
    withIdempotencyKey(scope, { operation: OPERATION, key, input }, id, () => Promise.resolve()),
  );
};
const MISMATCH = { code: 'IDEMPOTENCY_MISMATCH' };

test('a request is found again when the API has another optional field', async () => {
  const first = await create('one', { text: 'Rep: hi', fields: { title: 'A', tags: [null, 'x'] } });
  expect(
    await create('one', { text: 'Rep: hi', mode: null, fields: { rep: null, title: 'A', tags: [null, 'x'] } }),
  ).toBe(first);
  expect(await create('one', { fields: { tags: [null, 'x'], title: 'A', rep: undefined }, text: 'Rep: hi' })).toBe(
    first,
  );
});

test('another value, field or list is another request', async () => {
  const input = { at: new Date('2026-11-01T00:00:00Z'), tags: ['a', null], fields: { title: 'A' } };
  await create('two', input);
  for (const other of [
    { ...input, at: new Date('2026-11-02T00:00:00Z') },
    { ...input, tags: ['a'] },
    { ...input, fields: { title: 'A', rep: 'B' } },
    { ...input, fields: null },
  ]) {
    await expect(create('two', other)).rejects.toMatchObject(MISMATCH);
  }
});

test('a key that an earlier version stored is found', async () => {
  const input = { text: 'Rep: hi', mode: null };
  const resultId = uuidv7();
  await organization
    .scope()
    .em.execute(
      'insert into idempotency_key (organization_id, operation, key, input_hash, result_id) values (?, ?, ?, ?, ?)',
      [organization.id, OPERATION, 'three', createHash('sha256').update(JSON.stringify(input)).digest('hex'), resultId],
    );
  expect(await create('three', input)).toBe(resultId);
  await expect(create('three', { ...input, text: 'Rep: no' })).rejects.toMatchObject(MISMATCH);
});

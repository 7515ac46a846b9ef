import { describe, expect, test } from '@jest/globals';
import { checkPayload, payloadSchema, readPayload, UUID, type PayloadField } from './job-payload.js';
import { declareJob } from './job.js';

const organizationId = '019a0000-0000-7000-8000-000000000001';
const runId = '019a0000-0000-7000-8000-000000000002';
const DAY: PayloadField = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$', maxLength: 10 };

describe('the fields of a payload', () => {
  test.each<[string, PayloadField]>([
    ['any text', { type: 'string', pattern: '^.*$', maxLength: 100 }],
    ['words', { type: 'string', pattern: '^[A-Za-z]+$', maxLength: 50 }],
    ['words with spaces', { type: 'string', pattern: '^[a-z ]+$', maxLength: 50 }],
    ['a pattern that binds no end', { type: 'string', pattern: '^\\d', maxLength: 50 }],
    ['a long text', { type: 'string', pattern: '^\\d+$', maxLength: 4_000 }],
    ['a long word of a list', { type: 'string', enum: ['x'.repeat(101)] }],
  ])('may not hold %s', (_, field) => {
    const declare = () =>
      declareJob({ name: 'made-up', fields: { field }, key: () => 'k-0', attempts: 1, timeoutMs: 1, concurrency: 1 });
    expect(declare).toThrow(/made-up: the field field could hold text/);
  });

  test('may be ids, numbers, flags, words of a list and narrow patterns', () => {
    const schema = payloadSchema('made-up', {
      runId: UUID,
      count: { type: 'integer', minimum: 0 },
      force: { type: 'boolean' },
      step: { type: 'string', enum: ['FIRST', 'SECOND'] },
      day: DAY,
    });
    const payload = { organizationId, runId, count: 3, force: false, step: 'FIRST', day: '2026-12-01' };
    expect(checkPayload(schema, payload)).toEqual({ payload });
  });
});

describe('a payload', () => {
  const schema = payloadSchema('made-up', { runId: UUID, day: DAY });

  test('is refused with the names of what is missing, unknown or wrong', () => {
    expect(checkPayload(schema, { organizationId, runId, day: 'Monday', note: 'x' })).toEqual({
      faulty: expect.arrayContaining(['day', 'note']) as unknown,
    });
    expect(checkPayload(schema, null)).toEqual({ faulty: [expect.any(String)] });
  });

  test('is read without fields that a newer sender added', () => {
    const payload = { organizationId, runId, day: '2026-12-01' };
    expect(readPayload(schema, { ...payload, added: 'later' })).toEqual({ payload });
    expect(readPayload(schema, { ...payload, runId: 'words of a call' })).toEqual({ faulty: ['runId'] });
    expect(readPayload(schema, 'nothing')).toEqual({ faulty: ['organizationId', 'runId', 'day'] });
  });
});

import { describe, expect, it } from '@jest/globals';
import { responseSchemaFor } from 'debrief/plugin-api';
import rubricJudge from '../rubric-judge/index.js';
import { silentLogger } from '../../src/logging/logger.js';
import { strictSchema } from './strict-schema.js';

const of = (properties: Readonly<Record<string, unknown>>, more = {}) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
  ...more,
});

describe('strictSchema', () => {
  it('leaves the schema of every shipped rubric as it is', async () => {
    const { rubrics = [] } = await rubricJudge.setup({}, { logger: silentLogger, secret: () => undefined });
    expect(rubrics.length).toBeGreaterThan(0);
    for (const rubric of rubrics) expect(strictSchema(responseSchemaFor(rubric))).toEqual(responseSchemaFor(rubric));
  });

  it.each([
    ['bounds of text', { type: 'string', minLength: 1, pattern: '^a', format: 'email' }, { type: 'string' }],
    ['bounds of numbers', { type: 'number', minimum: 0, maximum: 1 }, { type: 'number' }],
    ['a small range', { type: 'integer', minimum: 1, maximum: 3 }, { type: 'integer', enum: [1, 2, 3] }],
    ['a wide range', { type: 'integer', minimum: 0, maximum: 1e9 }, { type: 'integer' }],
    ['an empty range', { type: 'integer', minimum: 3, maximum: 1 }, { type: 'integer' }],
    ['a constant', { type: 'string', const: 'a' }, { type: 'string', enum: ['a'] }],
    [
      'length of a list',
      { type: 'array', maxItems: 3, items: { type: 'null' } },
      { type: 'array', items: { type: 'null' } },
    ],
    ['types in a list', { type: ['string', 'null'] }, { anyOf: [{ type: 'string' }, { type: 'null' }] }],
    ['a title', { title: 'T', description: 'd', type: 'boolean' }, { type: 'boolean', description: 'd' }],
  ])('expresses %s as far as strict mode can', (_what, given, expected) => {
    expect(strictSchema(of({ a: given }))).toEqual(of({ a: expected }));
  });

  it('adds what every object needs', () => {
    const inner = { type: 'object', properties: { b: { type: 'string' } }, required: ['b'] };
    expect(strictSchema(of({ a: inner }, { $schema: 'x' }))).toEqual(of({ a: of({ b: { type: 'string' } }) }));
  });

  const deep = (levels: number): unknown =>
    levels === 0 ? { type: 'string' } : { type: 'array', items: deep(levels - 1) };
  it.each<[string, object]>([
    ['an optional property', { ...of({ a: { type: 'string' } }), required: [] }],
    ['further properties', of({}, { additionalProperties: true })],
    ['a root that is no object', { type: 'array', items: { type: 'string' } }],
    ['a choice at the root', { anyOf: [of({}), of({})] }],
    ['allOf', of({ a: { allOf: [{ type: 'string' }] } })],
    ['not', of({ a: { not: { type: 'string' } } })],
    ['oneOf', of({ a: { oneOf: [{ type: 'string' }] } })],
    ['patternProperties', of({}, { patternProperties: {} })],
    ['a list of anything', of({ a: { type: 'array' } })],
    ['anything at all', of({ a: { description: 'any' } })],
    ['too many levels', of({ a: deep(11) })],
    ['too many values', of({ a: { enum: Array.from({ length: 1_001 }, (_, at) => at) } })],
    ['a property that is no schema', of({ a: true })],
  ])('has no words for %s', (_what, schema) => {
    expect(strictSchema(schema as Record<string, unknown>)).toBeNull();
  });
});

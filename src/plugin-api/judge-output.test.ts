import { readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';

import { spin } from '../../plugins/rubric-judge/spin.js';

import { responseSchemaFor } from './judge-output.js';

const published = JSON.parse(
  readFileSync(new URL('../../test/fixtures/scoring-schema.json', import.meta.url), 'utf8'),
) as unknown;

describe('responseSchemaFor', () => {
  it('makes the published schema from the SPIN rubric, keys in the same order', () => {
    expect(responseSchemaFor(spin)).toEqual(published);
    expect(JSON.stringify(responseSchemaFor(spin))).toBe(JSON.stringify(published));
  });

  it('compiles in strict mode', () => {
    expect(() => new Ajv({ strict: true }).compile(responseSchemaFor(spin))).not.toThrow();
  });

  it('follows the scale and the dimensions of another rubric', () => {
    const [first] = spin.dimensions;
    const rubric = { ...spin, scale: { min: 0, max: 0.3, step: 0.1 }, dimensions: [{ ...first!, key: 'pain' }] };
    expect(responseSchemaFor(rubric)).toMatchObject({
      properties: { dimensions: { required: ['pain'], properties: { pain: { $ref: '#/$defs/dimension_score' } } } },
      $defs: {
        dimension_key: { enum: ['pain'] },
        dimension_score: {
          properties: { score: { anyOf: [{ type: 'number', enum: [0, 0.1, 0.2, 0.3] }, { type: 'null' }] } },
        },
      },
    });
  });
});

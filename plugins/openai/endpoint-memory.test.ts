import { expect, it } from '@jest/globals';
import { openEndpointMemory } from './endpoint-memory.js';
import type { UnsupportedFeatures } from './unsupported-features.js';

const lacks: UnsupportedFeatures = { format: 'text', without: new Set(['seed']) };

it('forgets after an hour, however often it learns more', () => {
  let now = 0;
  const memory = openEndpointMemory(() => now);
  memory.remember('m', lacks);
  now = 3_599_000;
  memory.remember('m', { ...lacks, format: 'json_object' });
  expect(memory.recall('m').format).toBe('json_object');
  now = 3_600_000;
  expect(memory.recall('m').format).toBe('json_schema');
});

it('remembers 500 models and lets the oldest go', () => {
  const memory = openEndpointMemory(() => 0);
  for (let model = 0; model <= 500; model += 1) memory.remember(`m${model}`, lacks);
  expect([memory.recall('m0').format, memory.recall('m1').format, memory.recall('m500').format]).toEqual([
    'json_schema',
    'text',
    'text',
  ]);
});

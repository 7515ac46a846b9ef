import { expect, it } from '@jest/globals';
import { openFeatureCache, type UnsupportedFeatures } from './unsupported-features.js';

const features: UnsupportedFeatures = { format: 'text', without: new Set(['seed']), maxOutputTokens: null };

it('expires after an hour, however often it is updated', () => {
  let now = 0;
  const cache = openFeatureCache(() => now);
  cache.set('m', features);
  now = 3_599_000;
  cache.set('m', { ...features, format: 'json_object' });
  expect(cache.get('m').format).toBe('json_object');
  now = 3_600_000;
  expect(cache.get('m').format).toBe('json_schema');
});

it('holds 500 models and drops the oldest', () => {
  const cache = openFeatureCache(() => 0);
  for (let model = 0; model <= 500; model += 1) cache.set(`m${model}`, features);
  expect([cache.get('m0').format, cache.get('m1').format, cache.get('m500').format]).toEqual([
    'json_schema',
    'text',
    'text',
  ]);
});

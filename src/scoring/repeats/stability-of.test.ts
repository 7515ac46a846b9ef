import { describe, expect, it, test } from '@jest/globals';
import { isSampled } from '../results/record-result.js';
import { stabilityOf, type ScoredSample } from './stability-of.js';

const sample = (a: number | null, b: number | null, overall: number | null): ScoredSample => ({
  scores: { a, b },
  overall,
});

describe('stabilityOf', () => {
  test.each<[string, readonly ScoredSample[], number, boolean]>([
    ['the same again', [sample(3, 4, 3.5), sample(3, 4, 3.5)], 0, true],
    ['a point and a half point apart', [sample(3, 4, 3.2), sample(2, 4, 2.7), sample(3, 4, 3.1)], 0, true],
    ['two points on one dimension', [sample(3, 4, 3.5), sample(1, 4, 3.4)], 0, false],
    ['an overall too far apart', [sample(3, 4, 3.51), sample(3, 4, 3)], 0, false],
    ['a dimension once without a score', [sample(3, 4, 3.5), sample(null, 4, 3.5)], 0, false],
    ['a dimension never scored', [sample(null, 4, 4), sample(null, 4, 4)], 0, true],
    ['no valid answer', [sample(3, 4, 3.5)], 1, false],
  ])('%s', (_what, samples, invalid, stable) => {
    expect(stabilityOf(['a', 'b'], samples, invalid)).toMatchObject({ stable, samples: samples.length, invalid });
  });

  it('tells how far each dimension and the overall reach', () => {
    const found = stabilityOf(['b', 'a'], [sample(3, 4, 3.5), sample(1, null, 2), sample(2, 5, 3)], 0);
    expect(found.bands).toEqual([
      { dimension: 'b', min: 4, max: 5, unscored: 1 },
      { dimension: 'a', min: 1, max: 3, unscored: 0 },
    ]);
    expect(found).toMatchObject({ overallMin: 2, overallMax: 3.5 });
  });
});

describe('isSampled', () => {
  const ids = Array.from({ length: 4_000 }, (_, n) => `run ${n}`);

  test.each([0, 0.1, 0.5, 1])('picks a share of %d, and always the same', (share) => {
    const picked = ids.filter((id) => isSampled(id, share));
    expect(picked.length / ids.length).toBeCloseTo(share, 1);
    expect(ids.filter((id) => isSampled(id, share))).toEqual(picked);
  });

  it('picks of a larger share all that it picks of a smaller one', () => {
    expect(ids.filter((id) => isSampled(id, 0.1)).every((id) => isSampled(id, 0.3))).toBe(true);
  });
});

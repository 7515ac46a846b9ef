import { describe, expect, test } from '@jest/globals';
import { transcript } from '../../../plugins/score-checks/test-support.js';
import type { NormalizedTranscript } from '../../plugin-api/index.js';
import { verifyEvidence } from './verify-evidence.js';

const TEXT = 'We “lost” two trucks – in May…  That cost us\u00a0300 dollars each. It is the worst part of my week.';

const call: NormalizedTranscript = {
  ...transcript,
  turns: [
    {
      index: 0,
      participant: 1,
      startMs: 1_000,
      endMs: 9_000,
      text: TEXT,
      rawOffset: [0, 0],
      cues: [
        { at: 0, startMs: 1_000, endMs: 4_000, rawOffset: [0, 0] },
        { at: TEXT.indexOf('That'), startMs: 4_000, endMs: 6_500, rawOffset: [0, 0] },
        { at: TEXT.indexOf('It is'), startMs: 6_500, endMs: null, rawOffset: [0, 0] },
      ],
    },
  ],
};

const verify = (quote: string, repaired = false) =>
  verifyEvidence(call, { kind: 'customer_response', turn_index: 0, quote }, repaired);

describe('verifyEvidence', () => {
  test.each<[string, string, string, string]>([
    ['word for word', 'That cost us', 'That cost us', 'VERIFIED'],
    ['other quotes and dashes', 'we "lost" two trucks - in may', 'We “lost” two trucks – in May', 'VERIFIED'],
    ['other white space, end mark dropped', 'cost us 300 dollars each', 'cost us\u00a0300 dollars each', 'VERIFIED'],
    ['an ellipsis of three points', 'trucks – in May... That cost us', 'trucks – in May…  That cost us', 'VERIFIED'],
    [
      'one word of ten is another',
      'cost us 300 pounds each. It is the worst part',
      'cost us\u00a0300 dollars each. It is the worst part',
      'REPAIRED',
    ],
  ])('%s: the words as they stand, with their place', (_what, quote, real, status) => {
    const found = verify(quote)!;
    expect(found).toMatchObject({ quote: real, status });
    expect(TEXT.slice(found.start, found.end)).toBe(real);
  });

  test('what a check has changed is marked, though it stands there', () => {
    expect(verify('That cost us', true)!.status).toBe('REPAIRED');
  });

  test.each<[string, string, number, number | null]>([
    ['the first cue', 'We "lost" two trucks', 1_000, 4_000],
    ['the second cue', '300 dollars each', 4_000, 6_500],
    ['two cues', 'in May... That cost us', 1_000, 6_500],
    ['a cue without an end, which is not made up', 'worst part of my week', 6_500, null],
  ])('times of %s', (_what, quote, startMs, endMs) => {
    expect(verify(quote)).toMatchObject({ startMs, endMs });
  });

  test('what nobody said, and what is too short to prove anything, is not there', () => {
    expect(verify('It is the best part of my life by far')).toBeNull();
    expect(verify('week')).toBeNull();
    expect(verifyEvidence(call, { kind: 'customer_response', turn_index: 9, quote: 'That cost us' }, false)).toBeNull();
  });
});

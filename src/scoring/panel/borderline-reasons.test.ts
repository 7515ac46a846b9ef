import { expect, test } from '@jest/globals';
import { spin } from '../../../plugins/rubric-judge/spin.js';
import type { Confidence, JudgeOutput } from '../../plugin-api/index.js';
import { borderlineReasons } from './borderline-reasons.js';

const answer = (scores: readonly (number | null)[], confidences: readonly Confidence[] = []): JudgeOutput => ({
  call_check: { is_sales_call: true, language: 'en', rep_speaker_ids: [] },
  dimensions: Object.fromEntries(
    spin.dimensions.map(({ key }, at) => [
      key,
      { evidence: [], rationale: '', score: scores[at] ?? null, confidence: confidences[at] ?? 'high' },
    ]),
  ),
  coaching: { strengths: [], improvements: [], summary: '' },
  overall_score: 0,
  flags: [],
});

const clear = answer([3, 3, 3, 3]);

test.each<[string, JudgeOutput, JudgeOutput | null, readonly number[], readonly string[]]>([
  ['a clear answer', clear, answer([3, 2, 4, 3]), [1.5, 4], []],
  ['nothing to compare with', clear, null, [], []],
  ['low confidence on a weighty dimension', answer([3, 3, 3, 3], ['high', 'low']), null, [], ['LOW_CONFIDENCE']],
  ['low confidence on a light one', answer([3, 3, 3, 3], ['low']), null, [], []],
  ['low confidence without a score', answer([3, 3, null, 3], ['high', 'high', 'low']), null, [], []],
  ['two points from the baseline', clear, answer([3, 3, 3, 1]), [], ['FAR_FROM_BASELINE']],
  ['a baseline that gives no score', clear, answer([null, null, null, null]), [], []],
  ['an overall at the edge of a threshold', clear, null, [3.25], ['NEAR_THRESHOLD']],
  ['an overall just out of its reach', clear, null, [3.2501, 2.7499], []],
  ['no scores at all', answer([]), clear, [0], []],
])('%s', (_what, given, baseline, thresholds, reasons) => {
  expect(borderlineReasons(spin, given, baseline, thresholds)).toEqual(reasons);
});

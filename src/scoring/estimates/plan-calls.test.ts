import { describe, expect, test } from '@jest/globals';
import { planCalls, type CallPlan, type CallSize, type EstimateTerms, type View } from './plan-calls.js';

const short: CallSize = { text: 5_000, turns: 100, instructions: 3_000 };
const long: CallSize = { text: 50_000, turns: 1_000, instructions: 3_000 };
const terms: EstimateTerms = {
  judge: 'openai/judge',
  offline: false,
  budget: 25_000,
  panel: null,
  repeat: null,
  borderlineShare: 0.25,
};
const others = ['openai/second', 'other/third'];

const callsOf = (plan: CallPlan, view: View): number => plan[view].reduce((sum, { calls }) => sum + calls, 0);
const triple = (plan: CallPlan) => [callsOf(plan, 'least'), callsOf(plan, 'expected'), callsOf(plan, 'most')];

describe('planCalls', () => {
  test('a call is asked about once, with all of it', () => {
    const once = [{ model: 'openai/judge', calls: 1, inputTokens: 8_000 }];
    expect(planCalls(short, terms)).toEqual({ tooLong: false, least: once, expected: once, most: once });
  });

  test.each<[string, Partial<EstimateTerms>, readonly number[]]>([
    ['a panel for borderline answers', { panel: { models: others, when: 'BORDERLINE' } }, [1, 1.5, 3]],
    ['a panel in any case', { panel: { models: others, when: 'ALWAYS' } }, [3, 3, 3]],
    ['a panel that somebody calls for', { panel: { models: others, when: 'CONTESTED' } }, [1, 1, 4]],
    ['a panel with the judge in it', { panel: { models: ['openai/judge', ...others], when: 'ALWAYS' } }, [3, 3, 3]],
    ['a tenth is scored three times', { repeat: { share: 0.1, times: 3 } }, [1, 1.2, 3]],
    ['all are scored twice', { repeat: { share: 1, times: 2 } }, [2, 2, 2]],
    ['nothing is scored again', { repeat: { share: 0, times: 5 } }, [1, 1, 1]],
    ['an offline judge is not repeated', { offline: true, repeat: { share: 1, times: 2 } }, [1, 1, 1]],
  ])('%s', (_what, more, expected) => {
    expect(triple(planCalls(short, { ...terms, ...more }))).toEqual(expected);
  });

  test('a first call by a batch has the price of batches, but for what may come at most', () => {
    const { expected, most } = planCalls(short, { ...terms, byBatch: true, repeat: { share: 1, times: 2 } });
    const once = { model: 'openai/judge', calls: 1, inputTokens: 8_000 };
    expect(expected).toEqual([{ ...once, tier: 'batch' }, once]);
    expect(most).toEqual([{ ...once, calls: 2 }]);
  });

  test('a long call is read in parts, which a panel and repetitions share', () => {
    const more = { panel: { models: others, when: 'ALWAYS' }, repeat: { share: 1, times: 2 } } as const;
    const { expected, most } = planCalls(long, { ...terms, ...more });
    // 8,000 tokens a part, 200 of them repeated.
    expect(expected).toEqual([
      { model: 'openai/judge', calls: 7, inputTokens: Math.ceil(3_000 + (50_000 + 6 * 200) / 7) },
      { model: 'openai/judge', calls: 2, inputTokens: 15_500 },
      { model: 'openai/second', calls: 1, inputTokens: 15_500 },
      { model: 'other/third', calls: 1, inputTokens: 15_500 },
    ]);
    expect(most[1]).toMatchObject({ inputTokens: 25_000 });
    expect(triple(planCalls(long, { ...terms, panel: { models: others, when: 'CONTESTED' } }))).toEqual([8, 8, 18]);
  });

  test.each<[string, Partial<CallSize>, Partial<EstimateTerms>, boolean, number]>([
    ['more parts than are read', { text: 500_000 }, {}, true, 0],
    ['no room beside the instructions', { instructions: 24_800 }, {}, true, 0],
    ['the most parts that are read', { text: 174_000 }, {}, false, 25],
    [
      'a judge within the process, which reads whatever',
      { text: 500_000 },
      { offline: true, budget: Infinity },
      false,
      1,
    ],
  ])('%s', (_what, size, more, tooLong, calls) => {
    const plan = planCalls({ ...long, ...size }, { ...terms, ...more });
    expect([plan.tooLong, ...triple(plan)]).toEqual([tooLong, calls, calls, calls]);
  });
});

import { describe, expect, it } from '@jest/globals';
import type { ScoringMode } from '../../profiles/scoring-policy.js';
import { chooseMode } from './choose-mode.js';

const IDLE = { own: 1, all: 1 };
const CASES: readonly (readonly [
  asked: ScoringMode | null,
  inForce: ScoringMode,
  turns: number,
  own: number,
  all: number,
  taken: string,
])[] = [
  ['SYNC', 'ASYNC', 9_000, 900, 900, 'SYNC ASKED'],
  ['ASYNC', 'SYNC', 1, 0, 0, 'ASYNC ASKED'],
  [null, 'SYNC', 9_000, 900, 900, 'SYNC POLICY'],
  [null, 'ASYNC', 1, 0, 0, 'ASYNC POLICY'],
  [null, 'AUTO', 400, 50, 500, 'SYNC SHORT_CALL'],
  ['AUTO', 'ASYNC', 400, 0, 0, 'SYNC SHORT_CALL'],
  [null, 'AUTO', 401, 0, 0, 'ASYNC LONG_CALL'],
  ['AUTO', 'SYNC', 10, 51, 51, 'ASYNC QUEUE_PRESSURE'],
  [null, 'AUTO', 10, 0, 501, 'ASYNC QUEUE_PRESSURE'],
];

describe('chooseMode', () => {
  it.each(CASES)(
    'asked %s, in force %s, %i turns, %i own runs, %i of all: %s',
    (asked, mode, turns, own, all, taken) => {
      const chosen = chooseMode({ asked, policy: { mode, asyncAboveTurns: 400 }, turns, backlog: { own, all } });
      expect(`${chosen.mode} ${chosen.because}`).toBe(taken);
    },
  );

  it('takes the limit of turns from the policy', () => {
    const chosen = chooseMode({ asked: null, policy: { mode: 'AUTO', asyncAboveTurns: 5 }, turns: 6, backlog: IDLE });
    expect(chosen.because).toBe('LONG_CALL');
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { waitFor, NO_TRAFFIC } from './capacity.js';
import {
  afterFailure,
  afterNothing,
  afterSuccess,
  CIRCUIT_RULES,
  circuitState,
  NEW_CIRCUIT,
  passage,
  withProbe,
  type Circuit,
} from './circuit.js';

const T = 1_000_000;
const fail = (times: number, from: Circuit = NEW_CIRCUIT, at = T): Circuit =>
  Array.from({ length: times }).reduce<Circuit>((circuit) => afterFailure(circuit, at, 'call'), from);
const open = fail(5);
const halfOpenAt = T + CIRCUIT_RULES.firstOpenMs;
const probing = withProbe(open, 'probe', halfOpenAt + 65_000);

describe('circuit', () => {
  it('opens at the fifth failure of a window, for longer each time in a row', () => {
    expect(circuitState(fail(4), T)).toBe('CLOSED');
    expect(circuitState(open, T)).toBe('OPEN');
    const periods: number[] = [];
    let circuit = open;
    let now = T;
    for (let times = 0; times < 6; times += 1) {
      periods.push((circuit.openUntil ?? 0) - now);
      now = circuit.openUntil ?? 0;
      circuit = afterFailure(withProbe(circuit, 'probe', now + 1), now, 'probe');
    }
    expect(periods).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
  });

  it('restarts the count when the window is over', () => {
    const later = fail(1, fail(4), T + CIRCUIT_RULES.windowMs);
    expect([later.failures, circuitState(later, T + CIRCUIT_RULES.windowMs)]).toEqual([1, 'CLOSED']);
  });

  it('stays closed while more calls succeed than fail', () => {
    const mixed = Array.from({ length: 20 }).reduce<Circuit>(
      (circuit) => afterSuccess(afterSuccess(afterFailure(circuit, T, 'a'), T, 'b'), T, 'c'),
      NEW_CIRCUIT,
    );
    expect(circuitState(mixed, T)).toBe('CLOSED');
    expect(afterSuccess(NEW_CIRCUIT, T, 'a')).toBe(NEW_CIRCUIT);
  });

  it('lets one probe through when half open, and another when the first is lost', () => {
    expect(passage(open, T, 0)).toEqual({ pass: false, because: 'OPEN', waitMs: 5_000 });
    expect(passage(open, halfOpenAt, 0)).toEqual({ pass: true, probe: true });
    expect(passage(probing, halfOpenAt, 0)).toMatchObject({ pass: false, because: 'OPEN' });
    expect(passage(probing, halfOpenAt + 65_000, 0)).toEqual({ pass: true, probe: true });
    expect(passage(afterNothing(probing, 'probe'), halfOpenAt, 0)).toEqual({ pass: true, probe: true });
    expect(afterNothing(probing, 'another')).toBe(probing);
  });

  it('listens to the probe alone while it is not closed', () => {
    for (const report of [afterFailure, afterSuccess]) expect(report(probing, halfOpenAt, 'old call')).toBe(probing);
    expect(circuitState(afterFailure(probing, halfOpenAt, 'probe'), halfOpenAt)).toBe('OPEN');
    expect(circuitState(afterSuccess(probing, halfOpenAt, 'probe'), halfOpenAt)).toBe('RECOVERING');
  });

  it('lets calls come back gradually', () => {
    const closed = afterSuccess(probing, halfOpenAt, 'probe');
    const most = (ms: number): number => {
      for (let n = 0; n < 1_000; n += 1) if (!passage(closed, halfOpenAt + ms, n).pass) return n;
      return Infinity;
    };
    expect([0, 1_000, 2_000, 3_500, 7_999, 8_000].map(most)).toEqual([1, 2, 4, 8, 128, Infinity]);
  });

  it('opens for longer when it fails again before there was calm, and for short after', () => {
    const closed = afterSuccess(probing, halfOpenAt, 'probe');
    expect(fail(5, closed, halfOpenAt + 1_000).openUntil).toBe(halfOpenAt + 11_000);
    expect(fail(5, closed, halfOpenAt + 9_000).openUntil).toBe(halfOpenAt + 14_000);
  });

  it('never has two live probes, whatever happens in whatever order', () => {
    const event = fc.record({
      kind: fc.constantFrom('fail', 'succeed', 'drop', 'ask'),
      ms: fc.integer({ min: 0, max: 8_000 }),
      id: fc.constantFrom('a', 'b', 'c'),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 80 }), (events) => {
        let circuit = open;
        let now = T;
        events.forEach(({ kind, ms, id }, at) => {
          now += ms;
          const alive = circuit.probeUntil !== null && now < circuit.probeUntil;
          const way = passage(circuit, now, 0);
          if (way.pass && way.probe) expect(alive).toBe(false);
          if (kind === 'ask' && way.pass && way.probe) circuit = withProbe(circuit, `${id}${at}`, now + 10_000);
          if (kind === 'fail') circuit = afterFailure(circuit, now, circuit.probeId ?? id);
          if (kind === 'succeed') circuit = afterSuccess(circuit, now, circuit.probeId ?? id);
          if (kind === 'drop') circuit = afterNothing(circuit, circuit.probeId ?? id);
          if (circuit.openUntil !== null) expect(circuit.openUntil - now).toBeLessThanOrEqual(60_000);
        });
      }),
    );
  });
});

describe('waitFor', () => {
  const busy = { inFlight: 2, requests: 10, tokens: 900, oldestLeavesMs: 12_000, meanMs: 3_000 };
  it.each([
    ['no limits', {}, 1, null],
    ['a free place', { concurrency: 3, requestsPerMinute: 11, tokensPerMinute: 1_000 }, 100, null],
    ['no free place', { concurrency: 2 }, 1, { waitMs: 1_500, spacingMs: 1_500 }],
    ['a full minute', { requestsPerMinute: 10 }, 1, { waitMs: 12_000, spacingMs: 6_000 }],
    ['too many tokens', { tokensPerMinute: 1_000 }, 101, { waitMs: 12_000, spacingMs: 6_060 }],
    ['several at once', { concurrency: 2, requestsPerMinute: 10 }, 1, { waitMs: 12_000, spacingMs: 6_000 }],
  ])('%s', (_what, limits, tokens, expected) => {
    expect(waitFor(limits, busy, tokens)).toEqual(expected);
  });

  it('lets a call through that is larger than the limit, when nothing else is there', () => {
    expect(waitFor({ tokensPerMinute: 10 }, NO_TRAFFIC, 500)).toBeNull();
  });
});

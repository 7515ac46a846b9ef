import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { nextStep, wasMade, type FallbackPlan, type PastCall, type Step, type Verdict } from './next-step.js';

const answer = (model: string, verdict: Verdict) => ({ model, outcome: 'ANSWER', verdict }) as const;
const failure = (model: string, code: string, retryable: boolean) =>
  ({ model, outcome: 'FAILURE', code, retryable }) as const;
const heldBack = (model: string, code: string) => ({ model, outcome: 'HELD_BACK', code }) as const;
const unpriced = (model: string) => heldBack(model, 'PRICE_UNKNOWN');
const lost = (model: string) => ({ model, outcome: 'LOST' }) as const;

type Unnumbered = ReturnType<typeof answer> | ReturnType<typeof failure | typeof heldBack | typeof lost>;
const numbered = (calls: readonly Unnumbered[]): PastCall[] => calls.map((call, at) => ({ ...call, number: at + 1 }));

const plan = (more: Partial<FallbackPlan> = {}): FallbackPlan => ({
  models: ['judge', 'second', 'third'],
  corrections: 1,
  mostCalls: 4,
  ...more,
});

const brief = (step: Step): string => {
  if (step.step === 'ACCEPT') return `ACCEPT ${step.number}`;
  if (step.step === 'END') return `${step.because} ${step.number}`;
  const { kind, model, corrects, enlarged } = step;
  return [kind, model, ...(corrects === null ? [] : [`of ${corrects}`]), ...(enlarged ? ['enlarged'] : [])].join(' ');
};

const invalid = (model: string) => answer(model, 'INVALID');
const down = (model: string) => failure(model, 'PROVIDER_UNAVAILABLE', true);
const limited = (model: string) => failure(model, 'PROVIDER_RATE_LIMITED', true);
const timedOut = (model: string) => failure(model, 'PROVIDER_TIMEOUT', true);

const TWO = { models: ['judge', 'second'] };
const ALONE = { models: ['judge'] };

describe('nextStep', () => {
  test.each<[string, readonly Unnumbered[], Partial<FallbackPlan>, string]>([
    ['nothing yet', [], {}, 'FIRST judge'],
    ['a valid answer', [answer('judge', 'VALID')], {}, 'ACCEPT 1'],
    ['an invalid answer', [invalid('judge')], {}, 'CORRECTION judge of 1'],
    ['no corrections', [invalid('judge')], { corrections: 0 }, 'FALLBACK second'],
    ['corrections used up', [invalid('judge'), invalid('judge')], {}, 'FALLBACK second'],
    ['two corrections', [invalid('judge'), invalid('judge')], { ...ALONE, corrections: 2 }, 'CORRECTION judge of 2'],
    ['nobody else', [invalid('judge'), invalid('judge')], ALONE, 'INVALID 2'],
    [
      'a fallback has its correction',
      [invalid('judge'), invalid('judge'), invalid('second')],
      TWO,
      'CORRECTION second of 3',
    ],
    ['the next fallback comes first', [invalid('judge'), invalid('judge'), invalid('second')], {}, 'FALLBACK third'],
    ['four calls', [invalid('judge'), invalid('judge'), invalid('second'), invalid('third')], {}, 'INVALID 4'],
    ['each fallback keeps its call', [invalid('judge'), invalid('judge')], { corrections: 2 }, 'FALLBACK second'],
    ['a corrected answer', [invalid('judge'), answer('judge', 'VALID')], {}, 'ACCEPT 2'],
    ['a refusal', [answer('judge', 'DECLINED')], {}, 'FALLBACK second'],
    ['a refusal by the only one', [answer('judge', 'DECLINED')], ALONE, 'INVALID 1'],
    ['a cut answer', [answer('judge', 'TRUNCATED')], { corrections: 0 }, 'CORRECTION judge enlarged'],
    ['cut twice', [answer('judge', 'TRUNCATED'), answer('judge', 'TRUNCATED')], {}, 'FALLBACK second'],
    ['cut, then wrong', [answer('judge', 'TRUNCATED'), invalid('judge')], ALONE, 'CORRECTION judge of 2 enlarged'],
    ['no quota', [failure('judge', 'PROVIDER_QUOTA_EXCEEDED', false)], {}, 'FALLBACK second'],
    ['no quota, nobody else', [failure('judge', 'PROVIDER_QUOTA_EXCEEDED', false)], ALONE, 'FAILED 1'],
    ['a crash of the plugin', [failure('judge', 'INTERNAL_SERVER_ERROR', false)], {}, 'FALLBACK second'],
    ['down once', [down('judge')], {}, 'FIRST judge'],
    ['down twice', [down('judge'), down('judge')], {}, 'FALLBACK second'],
    ['down three times, nobody else', Array.from({ length: 3 }, () => down('judge')), ALONE, 'FIRST judge'],
    ['down four times, nobody else', Array.from({ length: 4 }, () => down('judge')), ALONE, 'FAILED 4'],
    ['limited twice', [limited('judge'), limited('judge')], TWO, 'FIRST judge'],
    ['limited twice, with two to come', [limited('judge'), limited('judge')], {}, 'FALLBACK second'],
    ['limited three times', [limited('judge'), limited('judge'), limited('judge')], {}, 'FALLBACK second'],
    ['down when asked to correct', [invalid('judge'), down('judge')], TWO, 'CORRECTION judge of 1'],
    ['no answer in time, four times', Array.from({ length: 4 }, () => timedOut('judge')), ALONE, 'FAILED 4'],
    ['the fallback is down too', [invalid('judge'), down('second'), down('second')], TWO, 'INVALID 1'],
    ['both are down', [down('judge'), down('judge'), down('second')], TWO, 'FALLBACK second'],
    ['all are down', [down('judge'), down('judge'), down('second')], {}, 'FALLBACK third'],
    ['nothing left', [down('judge'), down('judge'), down('second'), down('second')], TWO, 'FAILED 4'],
    ['no budget', [heldBack('judge', 'BUDGET_EXCEEDED')], {}, 'FIRST judge'],
    ['no place', Array.from({ length: 9 }, () => heldBack('judge', 'PROVIDER_RATE_LIMITED')), {}, 'FIRST judge'],
    ['cut off', [heldBack('judge', 'PROVIDER_UNAVAILABLE')], {}, 'FALLBACK second'],
    ['cut off, nobody else', [heldBack('judge', 'PROVIDER_UNAVAILABLE')], ALONE, 'FIRST judge'],
    [
      'cut off from a correction',
      [invalid('judge'), heldBack('judge', 'PROVIDER_UNAVAILABLE')],
      TWO,
      'FALLBACK second',
    ],
    ['no known price', [unpriced('judge')], {}, 'FALLBACK second'],
    ['no known price, the next one neither', [unpriced('judge'), unpriced('second')], {}, 'FALLBACK third'],
    ['no known price, nobody else', [unpriced('judge')], ALONE, 'FAILED 1'],
    ['no known price of any', [unpriced('judge'), unpriced('second')], TWO, 'FAILED 2'],
    ['an invalid answer, and no known price after it', [invalid('judge'), unpriced('second')], TWO, 'INVALID 1'],
    [
      'a fallback that fails in place of one without a price',
      [unpriced('judge'), down('second')],
      TWO,
      'FALLBACK second',
    ],
    [
      'a price that was stated since',
      [unpriced('judge'), unpriced('second'), answer('judge', 'VALID')],
      TWO,
      'ACCEPT 3',
    ],
    ['lost', [lost('judge')], {}, 'FIRST judge'],
    ['lost when asked to correct', [invalid('judge'), lost('judge')], TWO, 'CORRECTION judge of 1'],
    ['lost four times', Array.from({ length: 4 }, () => lost('judge')), {}, 'FAILED 4'],
    ['a model that is no longer known', [invalid('gone')], {}, 'FIRST judge'],
  ])('%s', (_what, calls, more, expected) => {
    expect(brief(nextStep(plan(more), numbered(calls)))).toBe(expected);
  });
});

const PERMANENT = ['PROVIDER_QUOTA_EXCEEDED', 'PROVIDER_UNAUTHORIZED', 'MODEL_NOT_FOUND', 'PROVIDER_BAD_REQUEST'];
const PASSING = ['PROVIDER_UNAVAILABLE', 'PROVIDER_TIMEOUT', 'PROVIDER_RATE_LIMITED', 'PROVIDER_BAD_RESPONSE'];

const HOLDING = ['PROVIDER_RATE_LIMITED', 'PROVIDER_UNAVAILABLE', 'BUDGET_EXCEEDED', 'PRICE_UNKNOWN'];

type Happening = (model: string) => Unnumbered;
const happening = fc.constantFrom<Verdict>('VALID', 'INVALID', 'INVALID', 'TRUNCATED', 'DECLINED').map(
  (verdict): Happening =>
    (model) =>
      answer(model, verdict),
);
const of = (codes: readonly string[], happens: (model: string, code: string) => Unnumbered) =>
  fc.constantFrom(...codes).map(
    (code): Happening =>
      (model) =>
        happens(model, code),
  );
const trouble = fc.oneof(
  of(PERMANENT, (model, code) => failure(model, code, false)),
  of(PASSING, (model, code) => failure(model, code, true)),
  of(HOLDING, heldBack),
);
const world = fc.array(fc.oneof(happening, trouble), { minLength: 40, maxLength: 40 });
const plans = fc.record({
  models: fc.constantFrom(['judge'], ['judge', 'second'], ['judge', 'second', 'third']),
  corrections: fc.integer({ min: 0, max: 2 }),
  mostCalls: fc.constant(4),
});

const MAX_TRIES = 30;

/** Takes steps until an end; `crashes` tells before which calls a worker dies with the call under way. */
const play = (chosen: FallbackPlan, events: readonly Happening[], crashes: readonly number[] = []) => {
  const calls: Unnumbered[] = [];
  const asked: string[] = [];
  let met = 0;
  for (;;) {
    const step = nextStep(chosen, numbered(calls));
    if (step.step !== 'ASK' || asked.length >= MAX_TRIES) return { calls: numbered(calls), asked, end: step };
    asked.push(brief(step));
    if (crashes.includes(asked.length)) calls.push(lost(step.model));
    else calls.push((events[met++] ?? invalid)(step.model));
  }
};

describe('the steps of a plan, whatever happens', () => {
  it('never makes more than four calls, crashes included, and always comes to an end or waits', () => {
    fc.assert(
      fc.property(plans, world, fc.uniqueArray(fc.integer({ min: 1, max: 8 })), (chosen, events, crashes) => {
        const { calls, end } = play(chosen, events, crashes);
        expect(calls.filter(wasMade).length).toBeLessThanOrEqual(4);
        // What still asks after so many tries was only ever held back: the queue ends that.
        if (end.step === 'ASK') expect(calls.at(-1)).toMatchObject({ outcome: 'HELD_BACK' });
      }),
    );
  });

  it('never asks again for what was answered: each answer is for a question of its own', () => {
    fc.assert(
      fc.property(plans, world, (chosen, events) => {
        const { calls, asked } = play(chosen, events);
        const answered = asked.filter((_what, at) => calls[at]?.outcome === 'ANSWER');
        expect(new Set(answered).size).toBe(answered.length);
      }),
    );
  });

  it('goes on after a crash between two calls as it would have without', () => {
    fc.assert(
      fc.property(plans, world, fc.nat(), (chosen, events, at) => {
        const { calls, asked, end } = play(chosen, events);
        const known = at % (calls.length + 1);
        const step = nextStep(chosen, calls.slice(0, known));
        expect(brief(step)).toBe(asked[known] ?? brief(end));
      }),
    );
  });

  it('puts the same question again after a crash in a call, while there are calls to pay for', () => {
    fc.assert(
      fc.property(plans, world, fc.integer({ min: 1, max: 8 }), (chosen, events, crash) => {
        const rich = { ...chosen, mostCalls: 100 };
        const calm = play(rich, events);
        const crashed = play(rich, events, [crash]);
        const numberless = (steps: readonly string[]) => steps.map((step) => step.replace(/ of \d+/, ' of'));
        const withoutLost = crashed.asked.filter((_what, at) => crashed.calls[at]?.outcome !== 'LOST');
        expect(numberless(withoutLost).slice(0, 20)).toEqual(numberless(calm.asked).slice(0, 20));
      }),
    );
  });

  it('gives each model its turn before any ends INVALID for want of calls', () => {
    fc.assert(
      fc.property(plans, (chosen) => {
        const { asked } = play(chosen, []);
        expect(chosen.models.every((model) => asked.some((step) => step.includes(model)))).toBe(true);
      }),
    );
  });
});

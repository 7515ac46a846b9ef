import { describe, expect, test } from '@jest/globals';
import { AppError } from '../../errors/app-error.js';
import type { FinishReason, ModelAnswer, ModelProvider } from '../../plugin-api/index.js';
import type { ModelAddress } from '../../plugin-host/model-address.js';
import { LeaseLostError } from '../../queue/lease.js';
import type { Violation } from '../../runs/violation.js';
import type { CheckedAnswer } from '../answers/check-answer.js';
import type { CallLog, CallResult, CallSeries, PastAttempt, PlannedCall } from '../calls/call-log.js';
import { CallDeferredError } from '../calls/deferral.js';
import { OutputRejectedError } from '../model/output-rejected-error.js';
import { FallbackChain, verdictOrThrow, type ChainEnd } from './fallback-chain.js';

const addressOf = (model: string): ModelAddress => {
  const provider: ModelProvider = {
    name: 'fake',
    description: '',
    defaultModel: 'judge',
    offline: false,
    readiness: () => ({ ready: true }),
    complete: () => Promise.reject(new Error('A chain calls models by its port only.')),
  };
  return { provider, model, address: `fake/${model}` };
};

const answer = (content: string, finishReason: FinishReason = 'STOP'): ModelAnswer => ({
  content,
  modelUsed: 'judge-1',
  finishReason,
  refusal: null,
  usage: null,
  providerRequestId: null,
});

/** Only `good` passes. */
const check = ({ content }: ModelAnswer): CheckedAnswer<string> => {
  if (content === 'good') return { output: content, issues: [], repairedEvidence: new Set() };
  const fault = { severity: 'error', code: 'BAD', path: '/x', message: 'It is bad.', repaired: false } as const;
  return { output: null, issues: [{ ...fault, hint: 'Be good.' }], repairedEvidence: new Set() };
};

const past = (number: number, fields: Partial<PastAttempt>): PastAttempt => ({
  ...{ number, kind: 'FIRST', question: 0, part: null, status: 'ANSWERED', delivery: 'IMMEDIATE' },
  ...{ modelAsked: 'fake/judge', modelUsed: null, usage: null, finishReason: 'STOP', refusal: null, rawOutput: null },
  ...{ violations: [], errorCode: null, errorMessage: null, errorRetryable: null, providerRequestId: null },
  ...fields,
});

const failed = (code: 'PROVIDER_TIMEOUT' | 'PROVIDER_QUOTA_EXCEEDED') => ({
  outcome: 'FAILURE' as const,
  failure: new AppError(code, 'no answer'),
});
const heldBack = (code: 'PROVIDER_UNAVAILABLE' | 'BUDGET_EXCEEDED') => ({
  outcome: 'HELD_BACK' as const,
  failure: new AppError(code, 'not now'),
});

type Scripted =
  | ModelAnswer
  | { readonly outcome: 'FAILURE' | 'HELD_BACK'; readonly failure: AppError }
  | Extract<CallResult, { outcome: 'DEFERRED' }>
  | Error;

interface Script {
  readonly calls: readonly Scripted[];
  readonly earlier?: readonly PastAttempt[];
  readonly series?: CallSeries | null;
  readonly noteViolations?: CallLog['noteViolations'];
}

/** A chain over two models whose calls end as scripted, one after the other. */
const chainOf = ({ calls, earlier = [], series = null, noteViolations }: Script) => {
  const made: PlannedCall[] = [];
  const noted = new Map<number, readonly Violation[]>();
  const call = (planned: PlannedCall): Promise<CallResult> => {
    const next = calls[made.length];
    const number = (earlier.at(-1)?.number ?? 0) + made.push(planned);
    if (next === undefined) throw new Error('This call is not expected.');
    if (next instanceof Error) return Promise.reject(next);
    if ('content' in next) return Promise.resolve({ outcome: 'ANSWER', number, answer: next });
    return Promise.resolve(next.outcome === 'DEFERRED' ? next : { ...next, number });
  };
  const keep: CallLog['noteViolations'] = (number, violations) => Promise.resolve(void noted.set(number, violations));
  const log = { earlier, nonce: 'n', noteViolations: noteViolations ?? keep, noteScores: () => Promise.resolve() };
  const models = ['judge', 'second'].map(addressOf);
  const plan = { models: models.map(({ address }) => address), corrections: 1, mostCalls: 4 };
  const base = { temperature: 0, seed: null, maxOutputTokens: 100, responseSchema: {} };
  const question = { models, plan, messages: [{ role: 'user' as const, content: 'judge this' }], base, check };
  const options = { log, call, question: 0, signal: AbortSignal.any([]) };
  return { chain: new FallbackChain<string>(question, options, series), made, noted };
};

const asked = (made: readonly PlannedCall[]): string[] => made.map(({ kind, address }) => `${kind} ${address.model}`);

describe('a fallback chain', () => {
  test('accepts the first answer that is valid', async () => {
    const { chain, made, noted } = chainOf({ calls: [answer('good')] });
    const { attempt, output, modelUsed, fallback, offline } = verdictOrThrow(await chain.run());
    expect({ attempt, output, modelUsed, fallback, offline }).toEqual({
      ...{ attempt: 1, output: 'good', modelUsed: 'fake/judge-1', fallback: false, offline: false },
    });
    expect(asked(made)).toEqual(['FIRST judge']);
    expect([chain.made, chain.lost, noted.size]).toEqual([1, 0, 0]);
  });

  test('sends an invalid answer back with what failed, and keeps what the checks found', async () => {
    const { chain, made, noted } = chainOf({ calls: [answer('poor'), answer('good')] });
    expect(await chain.run()).toMatchObject({ end: 'ACCEPTED', verdict: { attempt: 2, fallback: false } });
    expect(asked(made)).toEqual(['FIRST judge', 'CORRECTION judge']);
    expect(made[1]?.request.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
    expect(made[1]?.request.messages.at(-1)?.content).toContain('- at /x [BAD]: It is bad. Be good.');
    expect([...noted]).toEqual([[1, [expect.objectContaining({ code: 'BAD' })]]]);
  });

  test('gives a model whose answer was cut twice the room, and asks the question itself again', async () => {
    const { chain, made } = chainOf({ calls: [answer('go', 'LENGTH'), answer('good')] });
    expect((await chain.run()).end).toBe('ACCEPTED');
    expect(made.map(({ request }) => [request.maxOutputTokens, request.messages.length])).toEqual([
      [100, 1],
      [200, 1],
    ]);
  });

  test('asks the fallback model after a failure that cannot pass', async () => {
    const { chain, made } = chainOf({ calls: [failed('PROVIDER_QUOTA_EXCEEDED'), answer('good')] });
    expect(await chain.run()).toMatchObject({ end: 'ACCEPTED', verdict: { attempt: 2, fallback: true } });
    expect(asked(made)).toEqual(['FIRST judge', 'FALLBACK second']);
  });

  test('stops after a failure that may pass: the same call is made later', async () => {
    const { chain, made } = chainOf({ calls: [failed('PROVIDER_TIMEOUT')] });
    const end = await chain.run();
    expect(end).toMatchObject({ end: 'RETRY_LATER', wasHeldBack: false, error: { code: 'PROVIDER_TIMEOUT' } });
    expect(() => verdictOrThrow(end)).toThrow('no answer');
    expect(asked(made)).toEqual(['FIRST judge']);
    expect(chain.made).toBe(1);
  });

  test('takes a call that was held back for no failure of the model, and counts no call', async () => {
    const { chain, made } = chainOf({ calls: [heldBack('BUDGET_EXCEEDED')] });
    expect(await chain.run()).toMatchObject({ end: 'RETRY_LATER', wasHeldBack: true });
    expect([asked(made), chain.made]).toEqual([['FIRST judge'], 0]);
  });

  test('asks the fallback model at once while the circuit breaker holds the judge back', async () => {
    const { chain, made } = chainOf({ calls: [heldBack('PROVIDER_UNAVAILABLE'), answer('good')] });
    expect((await chain.run()).end).toBe('ACCEPTED');
    expect([asked(made), chain.made]).toEqual([['FIRST judge', 'FALLBACK second'], 1]);
  });

  test.each([{ until: 'PLACE', waitMs: 40 } as const, { until: 'DELIVERY' } as const])(
    'stops where a call is deferred until %j, and counts no call',
    async (deferral) => {
      const { chain } = chainOf({ calls: [{ outcome: 'DEFERRED', deferral }] });
      const end: ChainEnd<string> = await chain.run();
      expect([end, chain.made]).toEqual([{ end: 'DEFERRED', deferral }, 0]);
      expect(() => verdictOrThrow(end)).toThrow(CallDeferredError);
    },
  );

  test('is exhausted when no model answers validly, with what the last answer failed', async () => {
    const bad = answer('poor');
    const { chain, made } = chainOf({ calls: [bad, bad, bad, bad] });
    const end = await chain.run();
    expect(end).toMatchObject({ end: 'EXHAUSTED', error: { violations: [{ code: 'BAD' }] } });
    expect(() => verdictOrThrow(end)).toThrow(OutputRejectedError);
    expect(asked(made)).toEqual(['FIRST judge', 'CORRECTION judge', 'FALLBACK second', 'CORRECTION second']);
  });

  test('is exhausted when every model fails for good, with the code of the last failure and no retry', async () => {
    const quota = failed('PROVIDER_QUOTA_EXCEEDED');
    const { chain } = chainOf({ calls: [quota, quota] });
    const error = { code: 'PROVIDER_QUOTA_EXCEEDED', retryable: false };
    expect(await chain.run()).toMatchObject({ end: 'EXHAUSTED', error });
  });
});

describe('a chain that goes on from earlier claims', () => {
  const resumed = async (script: Script) => {
    const built = chainOf(script);
    await built.chain.resume();
    return built;
  };

  test('accepts a stored answer without a call, and notes nothing twice', async () => {
    const earlier = [
      past(1, { rawOutput: 'poor', violations: [{ ...check(answer('')).issues[0]! }] }),
      past(2, { kind: 'CORRECTION', rawOutput: 'good' }),
    ];
    const { chain, made, noted } = await resumed({ calls: [], earlier });
    expect(await chain.run()).toMatchObject({ end: 'ACCEPTED', verdict: { attempt: 2 } });
    expect([made, [...noted.keys()]]).toEqual([[], []]);
  });

  test('notes what the checks find where the worker died before it did', async () => {
    const { noted } = await resumed({ calls: [], earlier: [past(1, { rawOutput: 'poor' })] });
    expect([...noted.keys()]).toEqual([1]);
  });

  test('asks again after a lost call, which counts since it may have been paid for', async () => {
    const earlier = [past(1, { status: 'LOST' }), past(2, { status: 'STARTED' })];
    const { chain, made } = await resumed({ calls: [answer('good')], earlier });
    expect([chain.made, chain.lost]).toEqual([2, 2]);
    expect(await chain.run()).toMatchObject({ end: 'ACCEPTED', verdict: { attempt: 3 } });
    expect(asked(made)).toEqual(['FIRST judge']);
  });

  test('ends with WORKER_LOST where the workers died at every call', async () => {
    const earlier = [1, 2, 3, 4].map((number) => past(number, { status: 'LOST' }));
    const { chain } = await resumed({ calls: [], earlier });
    expect(await chain.run()).toMatchObject({ end: 'EXHAUSTED', error: { code: 'WORKER_LOST' } });
  });

  test('takes a call for which a batch brought nothing for no failure of the model', async () => {
    const lost = { status: 'ERROR', errorCode: 'PROVIDER_QUOTA_EXCEEDED', delivery: 'ECONOMY' } as const;
    const { chain, made } = await resumed({ calls: [answer('good')], earlier: [past(1, lost)] });
    expect((await chain.run()).end).toBe('ACCEPTED');
    expect(asked(made)).toEqual(['FIRST judge']);
  });

  test('knows its failures: the second timeout in a row turns to the fallback model', async () => {
    const timeout = { status: 'ERROR', errorCode: 'PROVIDER_TIMEOUT', errorRetryable: true } as const;
    const { chain, made } = await resumed({
      calls: [failed('PROVIDER_TIMEOUT'), answer('good')],
      earlier: [past(1, timeout)],
    });
    expect(await chain.run()).toMatchObject({ end: 'ACCEPTED', verdict: { attempt: 3, fallback: true } });
    expect(asked(made)).toEqual(['FIRST judge', 'FALLBACK second']);
  });

  test('takes up the calls of its own question and series only', async () => {
    const earlier = [
      past(1, { rawOutput: 'good', question: 1 }),
      past(2, { rawOutput: 'good', kind: 'PANEL', part: 1 }),
      past(3, { rawOutput: 'good', kind: 'PANEL', part: 2 }),
    ];
    const own = await resumed({ calls: [answer('good')], earlier });
    expect(await own.chain.run()).toMatchObject({ verdict: { attempt: 4 } });
    const series = { kind: 'PANEL', part: 2 } as const;
    const member = await resumed({ calls: [], earlier, series });
    expect(await member.chain.run()).toMatchObject({ verdict: { attempt: 3 } });
  });

  test('marks its calls as those of its series', async () => {
    const { chain, made } = await resumed({ calls: [answer('good')], series: { kind: 'EXTRACTION', part: 3 } });
    await chain.run();
    expect(made[0]).toMatchObject({ kind: 'EXTRACTION', part: 3, question: 0 });
  });
});

describe('what is our own fault', () => {
  test.each([new LeaseLostError('taken over'), new Error('the database is away')])(
    'ends the try and is no failure of the model: %p',
    async (error) => {
      const { chain, made } = chainOf({ calls: [error, answer('good')] });
      await expect(chain.run()).rejects.toBe(error);
      expect([chain.made, asked(made)]).toEqual([0, ['FIRST judge']]);
    },
  );

  test('also where what was found in an answer cannot be noted', async () => {
    const error = new Error('the database is away');
    const { chain, made } = chainOf({ calls: [answer('poor')], noteViolations: () => Promise.reject(error) });
    await expect(chain.run()).rejects.toBe(error);
    expect(asked(made)).toEqual(['FIRST judge']);
  });
});

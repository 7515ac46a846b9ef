import { describe, expect, test } from '@jest/globals';
import type { EntityManager } from '@mikro-orm/postgresql';
import { AppError } from '../../errors/app-error.js';
import { silentLogger } from '../../logging/logger.js';
import { GateRefusal } from '../../limits/gate-refusal.js';
import {
  ProviderError,
  type BatchDelivery,
  type ModelAnswer,
  type ModelCallContext,
  type ModelProvider,
} from '../../plugin-api/index.js';
import { LeaseLostError } from '../../queue/lease.js';
import type { Run } from '../../runs/run.entity.js';
import { openHooks } from '../../scope/hook.js';
import type { PlannedCall } from './call-log.js';
import { makeCall, type CallNotes, type CallPorts } from './make-call.js';

const ANSWER: ModelAnswer = {
  content: '{}',
  modelUsed: 'judge',
  finishReason: 'STOP',
  refusal: null,
  usage: { inputUncached: 7, inputCacheRead: 0, inputCacheWrite: 0, outputText: 3, outputReasoning: 0 },
  providerRequestId: null,
};

const priceOf = (bucket: string, pusdPerToken: string) => ({
  ...{ bucket, pusdPerToken, id: bucket, own: false, provider: 'fake', model: 'judge', serviceTier: 'default' },
  ...{ minInputTokens: 0, validFrom: new Date(0), validTo: null },
});

type Complete = (context: ModelCallContext) => Promise<ModelAnswer>;

interface Trial {
  readonly complete?: Complete;
  readonly offline?: boolean;
  /** Spent of a budget of 100 pico-USD, or no budget at all. */
  readonly spent?: string | null;
  readonly gate?: () => Promise<void>;
  readonly begin?: () => Promise<void>;
  readonly store?: () => Promise<void>;
  /** A credential that this installation cannot open. */
  readonly sealedElsewhere?: boolean;
  readonly signal?: AbortSignal;
  /** For a run whose calls may go by a batch: notes the deferred call. */
  readonly defer?: CallNotes['defer'];
}

let organizations = 0;

/** The database as far as budgets use it: what is reserved and settled is written to the journal. */
const fakeEm = (journal: string[], spent: string): EntityManager => {
  const execute = (text: string, values: readonly unknown[]): Promise<unknown[]> => {
    if (text.includes('with kept')) journal.push('reserve');
    if (text.includes('with ended')) journal.push(`settle ${String(values[2])} unpriced ${String(values[3])}`);
    if (text.startsWith('select kind')) {
      return Promise.resolve([{ kind: 'MONTH', limit_pusd: '1000000', refuse_unpriced: false }]);
    }
    return Promise.resolve(text.startsWith('select spent') ? [{ spent_pusd: spent, reserved_pusd: '0' }] : []);
  };
  const em = { execute, transactional: (work: (em: unknown) => Promise<unknown>) => work(em) };
  return em as unknown as EntityManager;
};

const fakeScope = (journal: string[], { spent = '0', gate, sealedElsewhere = false }: Trial): CallPorts => {
  const rows: Record<string, readonly unknown[]> = {
    has_budget: [{ found: spent !== null }],
    prices_in_force: [priceOf('INPUT_UNCACHED', '10'), priceOf('OUTPUT_TEXT', '20')],
    provider_credential_sealed: sealedElsewhere ? [{ sealed: 'x', keyId: 'y' }] : [],
  };
  return {
    // Budgets and prices are cached by organization.
    organizationId: `organization ${(organizations += 1)}`,
    em: fakeEm(journal, spent ?? '0'),
    reads: { read: <Row>({ name }: { name: string }) => Promise.resolve([...(rows[name] ?? [])] as Row[]) },
    queue: { send: () => undefined, wake: () => undefined } as unknown as CallPorts['queue'],
    live: { record: () => undefined, wake: () => undefined },
    gate: {
      acquire: async () => {
        await gate?.();
        journal.push('place');
        const release = (outcome: { answered: boolean; tokens?: number | null }): Promise<void> =>
          Promise.resolve(void journal.push(outcome.answered ? `release ${outcome.tokens}` : 'release unanswered'));
        return { release };
      },
      status: () => Promise.resolve([]),
    },
    vault: { seal: () => ({ sealed: '', keyId: '' }), open: () => null },
    settings: { defaultModel: 'fake/judge', modelCallMs: 50, batchGatherMs: 1, batchPollMs: 1 },
    hooks: openHooks([]),
    logger: silentLogger,
    now: () => new Date(),
  };
};

const fakeLog = (journal: string[], { begin, store, defer }: Trial): CallNotes => ({
  work: {
    run: { id: 'run', spec: { delivery: defer ? 'ECONOMY' : 'IMMEDIATE' } } as unknown as Run,
    epoch: 1,
    attempts: 0,
    flags: [],
  },
  earlier: [],
  begin: async () => {
    await begin?.();
    journal.push('begin');
    return 1;
  },
  store: async (_number, { cost }) => {
    await store?.();
    journal.push(`store ${cost.status} ${String(cost.pusd)}`);
  },
  fail: (_number, { status, errorCode, costStatus }) =>
    Promise.resolve(void journal.push(`fail ${status} ${errorCode ?? '-'} ${costStatus ?? 'free'}`)),
  refuse: (_planned, status, { code }) => {
    journal.push(`refuse ${status} ${code}`);
    return Promise.resolve(1);
  },
  defer: defer ?? (() => Promise.reject(new Error('This call does not go by a batch.'))),
});

const unused = (): Promise<never> => Promise.reject(new Error('A call does not speak to the batch itself.'));
const noDelivery: BatchDelivery = { submit: unused, find: unused, poll: unused, cancel: unused, discard: unused };

/** Makes one call. @returns what came of it, and every step in its order */
const attempt = async (trial: Trial = {}) => {
  const journal: string[] = [];
  const complete: Complete = trial.complete ?? (() => Promise.resolve(ANSWER));
  const provider: ModelProvider = {
    ...{ name: 'fake', description: '', defaultModel: 'judge', offline: trial.offline ?? false },
    readiness: () => ({ ready: true }),
    complete: (_request, context) => {
      journal.push('call');
      return complete(context);
    },
    ...(trial.defer ? { batch: noDelivery } : {}),
  };
  const planned: PlannedCall = {
    ...{ question: 0, kind: 'FIRST', part: null, address: { provider, model: 'judge', address: 'fake/judge' } },
    request: { messages: [], responseSchema: {}, temperature: 0, seed: null, maxOutputTokens: 10 },
  };
  const signal = trial.signal ?? AbortSignal.any([]);
  const result = await makeCall(fakeScope(journal, trial), fakeLog(journal, trial), planned, signal).catch(
    (error: unknown) => ({ outcome: 'THROWN', error }) as const,
  );
  return { result, journal };
};

const failing = (error: Error) => (): Promise<never> => Promise.reject(error);
const GIVEN_BACK = 'settle 0 unpriced 0';
const MAY_COST = 'settle 0 unpriced 1';

describe('a call that is answered', () => {
  test('goes from the budget to the stored answer in this order', async () => {
    const { result, journal } = await attempt();
    expect(result).toMatchObject({ outcome: 'ANSWER', number: 1, answer: ANSWER });
    expect(journal).toEqual([
      ...['reserve', 'place', 'begin', 'call', 'release 10', 'settle 130 unpriced 0', 'store EXACT 130'],
    ]);
  });

  test('reserves nothing where there is no budget, or the provider is offline', async () => {
    const steps = ['place', 'begin', 'call', 'release 10'];
    expect((await attempt({ spent: null })).journal).toEqual([...steps, 'store EXACT 130']);
    expect((await attempt({ offline: true })).journal).toEqual([...steps, 'store EXACT 0']);
  });
});

describe('a call that is not made', () => {
  test('for its budget is held back, without a place or a call', async () => {
    const { result, journal } = await attempt({ spent: '1000000' });
    expect(result).toMatchObject({ outcome: 'HELD_BACK', number: 1, failure: { code: 'BUDGET_EXCEEDED' } });
    expect(journal).toEqual(['refuse HELD_BACK BUDGET_EXCEEDED']);
  });

  test('for an open circuit is held back, and its budget given back', async () => {
    const { result, journal } = await attempt({ gate: failing(GateRefusal.circuitOpen('fake/judge', 5_000)) });
    expect(result).toMatchObject({ outcome: 'HELD_BACK', failure: { code: 'PROVIDER_UNAVAILABLE', retryable: true } });
    expect(journal).toEqual(['reserve', 'refuse HELD_BACK PROVIDER_UNAVAILABLE', GIVEN_BACK]);
  });

  test('for want of a place is deferred, and is no attempt', async () => {
    const { result, journal } = await attempt({ gate: failing(GateRefusal.noPlace('fake/judge', 700)) });
    expect(result).toEqual({ outcome: 'DEFERRED', deferral: { until: 'PLACE', waitMs: 700 } });
    expect(journal).toEqual(['reserve', GIVEN_BACK]);
  });

  test('for a credential that cannot be opened is a failure of the provider: another model may answer', async () => {
    const { result, journal } = await attempt({ sealedElsewhere: true });
    const failure = { code: 'PROVIDER_UNAUTHORIZED', retryable: false };
    expect(result).toMatchObject({ outcome: 'FAILURE', number: 1, failure });
    expect(journal).toEqual(['reserve', 'refuse ERROR PROVIDER_UNAUTHORIZED', GIVEN_BACK]);
  });
});

describe('a call that brings no answer', () => {
  const steps = ['reserve', 'place', 'begin', 'call', 'release unanswered'];

  test('is a failure that costs nothing where the service refused it', async () => {
    const error = new ProviderError('PROVIDER_QUOTA_EXCEEDED', 'no money', { retryable: false });
    const { result, journal } = await attempt({ complete: failing(error) });
    expect(result).toMatchObject({ outcome: 'FAILURE', number: 1, failure: { cause: error, retryable: false } });
    expect(journal).toEqual([...steps, GIVEN_BACK, 'fail ERROR PROVIDER_QUOTA_EXCEEDED free']);
  });

  test('has an unknown cost where it may be billed all the same', async () => {
    const error = new ProviderError('PROVIDER_UNAVAILABLE', 'broke off', { retryable: true, maybeBilled: true });
    const { journal } = await attempt({ complete: failing(error) });
    expect(journal).toEqual([...steps, MAY_COST, 'fail ERROR PROVIDER_UNAVAILABLE UNPRICED']);
  });

  test('within its time limit has timed out, even where the provider ignores its signal', async () => {
    const { result, journal } = await attempt({ complete: () => new Promise(() => undefined) });
    expect(result).toMatchObject({ outcome: 'FAILURE', failure: { code: 'PROVIDER_TIMEOUT', retryable: true } });
    expect(journal).toEqual([...steps, MAY_COST, 'fail ERROR PROVIDER_TIMEOUT UNPRICED']);
  });

  test('is a failure by the step that it reached, whatever the code of the error looks like', async () => {
    const network = Object.assign(new Error('reset'), { code: 'ECONNRESET' });
    const { result, journal } = await attempt({ complete: failing(network) });
    expect(result).toMatchObject({ outcome: 'FAILURE', failure: { code: 'INTERNAL_SERVER_ERROR', cause: network } });
    expect(journal).toEqual([...steps, GIVEN_BACK, 'fail ERROR INTERNAL_SERVER_ERROR free']);
  });
});

describe('a call that is aborted', () => {
  const abortWith = (reason: unknown) => {
    const controller = new AbortController();
    const complete = (): Promise<never> => {
      controller.abort(reason);
      return new Promise(() => undefined);
    };
    return { complete, signal: controller.signal };
  };

  test.each([
    [new Error('shutdown'), 'fail LOST - UNPRICED'],
    [new DOMException('late', 'TimeoutError'), 'fail ERROR TIMEOUT UNPRICED'],
  ])('after it was sent may be billed, and ends the try: %p', async (reason, noted) => {
    const { result, journal } = await attempt(abortWith(reason));
    expect(result).toMatchObject({ outcome: 'THROWN' });
    expect(journal.slice(0, 5)).toEqual(['reserve', 'place', 'begin', 'call', 'release unanswered']);
    expect(journal.at(-1)).toBe(noted);
  });

  test('is free where the provider is offline', async () => {
    const { journal } = await attempt({ ...abortWith(new Error('shutdown')), offline: true });
    expect(journal.at(-1)).toBe('fail LOST - free');
  });

  test('before it was sent is no attempt', async () => {
    const reason = new Error('shutdown');
    const { result, journal } = await attempt({ signal: AbortSignal.abort(reason) });
    expect([result, journal]).toEqual([{ outcome: 'THROWN', error: reason }, []]);
  });
});

describe('what is our own fault ends the try, and gives back what was taken', () => {
  const lost = new LeaseLostError('taken over');

  test('while the attempt is noted: nothing is called', async () => {
    const { result, journal } = await attempt({ begin: failing(lost) });
    expect(result).toEqual({ outcome: 'THROWN', error: lost });
    expect(journal).toEqual(['reserve', 'place', 'release unanswered', GIVEN_BACK]);
  });

  test('while a place is taken', async () => {
    const error = new Error('the database is away');
    const { result, journal } = await attempt({ gate: failing(error) });
    expect([result, journal]).toEqual([{ outcome: 'THROWN', error }, ['reserve', GIVEN_BACK]]);
  });

  test('while the answer is stored: it is booked, and no failure of the model', async () => {
    const { result, journal } = await attempt({ store: failing(lost) });
    expect(result).toEqual({ outcome: 'THROWN', error: lost });
    expect(journal.slice(-2)).toEqual(['release 10', 'settle 130 unpriced 0']);
  });
});

describe('a call that may go by a batch', () => {
  test('is deferred until the batch delivers, and takes no place', async () => {
    const { result, journal } = await attempt({ defer: () => Promise.resolve(1) });
    expect([result, journal]).toEqual([{ outcome: 'DEFERRED', deferral: { until: 'DELIVERY' } }, []]);
  });

  test('is made at once where a budget needs the price of batches, and it is not known', async () => {
    const { result, journal } = await attempt({ defer: failing(new AppError('PRICE_UNKNOWN', 'no price')) });
    expect(result.outcome).toBe('ANSWER');
    expect(journal[0]).toBe('reserve');
  });

  test('is held back where the budget is used up', async () => {
    const { result, journal } = await attempt({ defer: failing(new AppError('BUDGET_EXCEEDED', 'no money')) });
    expect(result).toMatchObject({ outcome: 'HELD_BACK', failure: { code: 'BUDGET_EXCEEDED' } });
    expect(journal).toEqual(['refuse HELD_BACK BUDGET_EXCEEDED']);
  });

  test('ends the try where the lease was lost', async () => {
    const error = new LeaseLostError('taken over');
    expect((await attempt({ defer: failing(error) })).result).toEqual({ outcome: 'THROWN', error });
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openIdleDrill, type Drill } from '../../../test/drills/drill.js';
import { AppError } from '../../errors/app-error.js';
import type { ModelAnswer, ModelProvider } from '../../plugin-api/index.js';
import { claimLease, LeaseLostError } from '../../queue/lease.js';
import { runLease } from '../../runs/score-run.job.js';
import { Run } from '../../runs/run.entity.js';
import type { ClaimedRun } from '../model/claimed-run.js';
import { AttemptLog } from './attempt-log.js';
import type { PlannedCall } from './call-log.js';
import { CallDeferredError } from './deferral.js';

let drill: Drill;
let transcriptId: string;
let runId: string;

beforeAll(async () => {
  ({ drill, transcriptId } = await openIdleDrill({}));
});
afterAll(() => drill.close());
beforeEach(async () => {
  runId = await drill.startRun(transcriptId);
});

const provider: ModelProvider = {
  ...{ name: 'fake', description: '', defaultModel: 'judge', offline: false },
  readiness: () => ({ ready: true }),
  complete: () => Promise.reject(new Error('The log calls no model.')),
};
const planned = (fields: Partial<PlannedCall> = {}): PlannedCall => ({
  ...{ question: 0, kind: 'FIRST', part: null, address: { provider, model: 'judge', address: 'fake/judge' } },
  request: { messages: [], responseSchema: {}, temperature: 0, seed: null, maxOutputTokens: 10 },
  ...fields,
});

const answer: ModelAnswer = {
  ...{ content: '{"fine": true}', modelUsed: 'judge-1', finishReason: 'STOP', refusal: null, usage: null },
  providerRequestId: 'req-1',
};
const answered = { answer, latencyMs: 12, cost: { status: 'EXACT', pusd: 130n, priceIds: [] } } as const;

/** Claims the run as a worker whose predecessor's lease has run out. */
const claim = async (): Promise<ClaimedRun> => {
  await drill.sql('update run set lease_until = null where id = $1', [runId]);
  const { em, organizationId } = drill.organization.scope();
  const claimed = await claimLease(em, runLease(organizationId, runId));
  if (claimed.outcome !== 'CLAIMED') throw new Error(`The run is ${claimed.outcome}.`);
  const run = await em.fork().findOneOrFail(Run, { organizationId, id: runId });
  return { run, epoch: claimed.epoch, attempts: 0, flags: ['SHORT_CALL'] };
};

const openLog = async (fields: Partial<ClaimedRun> = {}): Promise<AttemptLog> =>
  AttemptLog.open(drill.organization.scope(), { ...(await claim()), ...fields });

const attempts = async () => (await drill.run(runId)).attempts;

describe('the attempt log', () => {
  test('notes a call before it is made, with the flags of the run, and its answer with what it cost', async () => {
    const log = await openLog();
    expect(log.attempts).toBe(0);
    expect(await log.begin(planned())).toBe(1);
    expect(await drill.run(runId)).toMatchObject({
      ...{ status: 'SCORING', flags: ['SHORT_CALL'] },
      attempts: [{ number: 1, kind: 'FIRST', status: 'STARTED', nonce: log.nonce, cost_status: null }],
    });
    await log.store(1, answered);
    expect(await drill.run(runId)).toMatchObject({
      status: 'VALIDATING',
      attempts: [{ status: 'ANSWERED', raw_output: answer.content, cost_pusd: 130, latency_ms: 12 }],
    });
    expect(log.attempts).toBe(1);
  });

  test('numbers calls that begin at once one after the other', async () => {
    const log = await openLog();
    const parts = [1, 2, 3, 4, 5];
    const numbers = await Promise.all(parts.map((part) => log.begin(planned({ kind: 'EXTRACTION', part }))));
    expect(numbers).toEqual([1, 2, 3, 4, 5]);
    expect((await attempts()).map(({ number, part }) => [number, part])).toEqual(parts.map((part) => [part, part]));
  });

  test('keeps a call that was not made, with the reason, as text that can be stored', async () => {
    const log = await openLog();
    expect(await log.refuse(planned(), 'HELD_BACK', new AppError('BUDGET_EXCEEDED', 'used\u0000 up\ud800'))).toBe(1);
    const held = {
      status: 'HELD_BACK',
      error_code: 'BUDGET_EXCEEDED',
      error_message: 'used up\ufffd',
      cost_status: null,
    };
    expect(await attempts()).toMatchObject([held]);
  });

  test('notes a call of an offline provider as free before it is made', async () => {
    const log = await openLog();
    await log.begin(planned({ address: { provider: { ...provider, offline: true }, model: 'a', address: 'fake/a' } }));
    expect(await attempts()).toMatchObject([{ cost_status: 'EXACT', cost_pusd: 0 }]);
  });

  test('notes a deferred call with what belongs to it, or neither', async () => {
    const log = await openLog();
    const failing = log.defer(planned(), () => Promise.reject(new AppError('PRICE_UNKNOWN', 'no price')));
    await expect(failing).rejects.toThrow('no price');
    expect(await attempts()).toEqual([]);
    const number = await log.defer(planned(), async ({ em, organizationId }, number) => {
      const own = 'select delivery from attempt where organization_id = ? and run_id = ? and number = ?';
      expect(await em.execute(own, [organizationId, runId, number])).toEqual([{ delivery: 'ECONOMY' }]);
    });
    expect(await attempts()).toMatchObject([{ number, status: 'PENDING', delivery: 'ECONOMY' }]);
  });

  test('notes the next call though the one before could not be noted', async () => {
    const log = await openLog();
    const failing = log.defer(planned(), () => Promise.reject(new Error('broken')));
    const next = log.begin(planned({ kind: 'FALLBACK' }));
    await expect(failing).rejects.toThrow('broken');
    const number = await next;
    expect(await attempts()).toMatchObject([{ number, kind: 'FALLBACK', status: 'STARTED' }]);
  });
});

describe('a claim that goes on from an earlier one', () => {
  test('knows its calls, keeps its delimiter, and ends what its worker left open: the cost of that is unknown', async () => {
    const first = await openLog();
    await first.begin(planned());
    await first.store(1, answered);
    await first.begin(planned({ kind: 'CORRECTION' }));
    const second = await openLog();
    expect(second.earlier.map(({ status }) => status)).toEqual(['ANSWERED', 'STARTED']);
    expect([second.nonce, second.attempts]).toEqual([first.nonce, 2]);
    expect(await second.begin(planned({ kind: 'CORRECTION' }))).toBe(3);
    expect((await attempts()).map((one) => [one.status, one.cost_status])).toEqual([
      ['ANSWERED', 'EXACT'],
      ['LOST', 'UNPRICED'],
      ['STARTED', null],
    ]);
    expect((await drill.run(runId)).status).toBe('CORRECTING');
  });

  test('asks again for a price that was not known, under the next number', async () => {
    await (await openLog()).refuse(planned(), 'HELD_BACK', new AppError('PRICE_UNKNOWN', 'no price'));
    const log = await openLog();
    expect([log.earlier, log.attempts]).toEqual([[], 1]);
  });

  test('waits while an answer is on its way by a batch; a repetition does not', async () => {
    await (await openLog()).defer(planned(), () => Promise.resolve());
    await expect(openLog()).rejects.toThrow(CallDeferredError);
    expect((await openLog({ afterwards: true })).attempts).toBe(1);
  });
});

describe('a worker that has lost its lease', () => {
  const taken = async (): Promise<AttemptLog> => {
    const log = await openLog();
    await log.begin(planned());
    await claim();
    return log;
  };

  test('notes no call', async () => {
    const log = await taken();
    await expect(log.begin(planned())).rejects.toThrow(LeaseLostError);
    await expect(log.refuse(planned(), 'ERROR', new AppError('TIMEOUT', 'late'))).rejects.toThrow(LeaseLostError);
    await expect(log.defer(planned(), () => Promise.resolve())).rejects.toThrow(LeaseLostError);
    expect(await attempts()).toHaveLength(1);
  });

  test('stores no answer and no finding', async () => {
    const log = await taken();
    await expect(log.store(1, answered)).rejects.toThrow(LeaseLostError);
    await expect(log.noteViolations(1, [])).rejects.toThrow(LeaseLostError);
    await expect(log.noteScores(1, {})).rejects.toThrow(LeaseLostError);
    expect(await attempts()).toMatchObject([{ status: 'STARTED', raw_output: null, scores: null }]);
  });

  test('cannot end an attempt either, but this hides no failure', async () => {
    const log = await taken();
    await log.fail(1, { status: 'ERROR', errorCode: 'PROVIDER_TIMEOUT' });
    expect(await attempts()).toMatchObject([{ status: 'STARTED', error_code: null }]);
  });

  test('nor can one whose run was ended', async () => {
    const log = await openLog();
    await log.begin(planned());
    await drill.sql(`update run set status = 'CANCELLED' where id = $1`, [runId]);
    await expect(log.store(1, answered)).rejects.toThrow(LeaseLostError);
    expect(await attempts()).toMatchObject([{ status: 'STARTED' }]);
  });
});

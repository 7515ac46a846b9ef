import { expect, test } from '@jest/globals';
import type { Reads } from '../../database/wire/read-as.js';
import { silentLogger } from '../../logging/logger.js';
import type { ModelAnswer, ModelProvider, Usage } from '../../plugin-api/index.js';
import { openHooks } from '../../scope/hook.js';
import type { Scope } from '../../scope/scope.js';
import type { ModelCall } from './estimate-call.js';
import { withinBudget } from '../../../test/support/within-budget.js';

const provider = { name: 'openai', offline: false } as ModelProvider;
const call: ModelCall = {
  provider,
  runId: 'run',
  leaseEpoch: 1,
  batchId: null,
  model: 'judge',
  address: 'openai/judge',
  messages: [{ role: 'user', content: 'x'.repeat(400) }],
  responseSchema: {},
  maxOutputTokens: 100,
  limitMs: 1_000,
};
const usage: Usage = { inputUncached: 7, inputCacheRead: 0, inputCacheWrite: 0, outputText: 3, outputReasoning: 0 };
const answer = (more: Partial<ModelAnswer> = {}): ModelAnswer => ({
  content: 'y'.repeat(40),
  modelUsed: 'judge',
  finishReason: 'STOP',
  refusal: null,
  usage,
  providerRequestId: null,
  ...more,
});

const price = (bucket: string, pusdPerToken: string) => ({
  bucket,
  pusdPerToken,
  id: bucket,
  own: false,
  provider: 'openai',
  model: 'judge',
  serviceTier: 'default',
  minInputTokens: 0,
  validFrom: new Date(0),
  validTo: null,
});

/** An organization without a budget; what it reads is noted, and there is nothing to write with. */
const scopeOf = (organizationId: string) => {
  const read: string[] = [];
  const reads: Reads = {
    read: <Row>({ name }: { name: string }) => {
      read.push(name);
      const rows =
        name === 'has_budget' ? [{ found: false }] : [price('INPUT_UNCACHED', '10'), price('OUTPUT_TEXT', '20')];
      return Promise.resolve(rows as Row[]);
    },
  };
  const scope = { organizationId, reads, logger: silentLogger, now: () => new Date(), hooks: openHooks([]), em: null };
  return {
    read,
    scope: scope as unknown as Pick<Scope, 'organizationId' | 'reads' | 'em' | 'hooks' | 'now' | 'logger'>,
  };
};
const { signal } = new AbortController();

test('without a budget a hundred calls cost two reads and no write', async () => {
  const { read, scope } = scopeOf('one');
  const make = () => Promise.resolve({ answer: answer() });
  const billed = await Promise.all(Array.from({ length: 100 }, () => withinBudget(scope, call, signal, make)));
  expect(billed.map(({ cost }) => cost.pusd)).toEqual(Array.from({ length: 100 }, () => 7n * 10n + 3n * 20n));
  expect(read.toSorted()).toEqual(['has_budget', 'prices_in_force']);
});

test('the cost is that of the model and tier that answered, estimated where no tokens are told', async () => {
  const { scope } = scopeOf('two');
  const costOf = async (more: Partial<ModelAnswer>) =>
    (await withinBudget(scope, call, signal, () => Promise.resolve({ answer: answer(more) }))).cost;
  expect(await costOf({ usage: null })).toMatchObject({ status: 'ESTIMATED', pusd: 101n * 10n + 10n * 20n });
  expect((await costOf({ modelUsed: 'judge-2026-01-01' })).status).toBe('EXACT');
  expect((await costOf({ modelUsed: 'another' })).status).toBe('UNPRICED');
  expect((await costOf({ serviceTier: 'priority' })).status).toBe('UNPRICED');
});

test('what answers offline is free and asks nothing; a failure passes through', async () => {
  const { read, scope } = scopeOf('three');
  const offline = { ...call, provider: { ...provider, offline: true } };
  const free = await withinBudget(scope, offline, signal, () => Promise.resolve({ answer: answer({ usage: null }) }));
  expect([free.cost.status, free.cost.pusd, read]).toEqual(['EXACT', 0n, []]);
  const failure = new Error('gone');
  await expect(withinBudget(scope, call, signal, () => Promise.reject(failure))).rejects.toBe(failure);
});

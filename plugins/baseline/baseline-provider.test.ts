import { describe, expect, it } from '@jest/globals';
import {
  isPlugin,
  ProviderError,
  type JudgeOutput,
  type ModelRequest,
  type NormalizedTranscript,
} from 'debrief/plugin-api';

import { spin } from '../rubric-judge/spin.js';

import { baselineProvider } from './baseline-provider.js';
import plugin from './index.js';

const transcript: NormalizedTranscript = {
  title: null,
  startedAt: null,
  durationMs: null,
  language: 'en',
  participants: [],
  turns: [],
};

const request = (changes: Partial<ModelRequest> = {}): ModelRequest => ({
  model: 'lexical-v1',
  messages: [],
  responseSchema: {},
  temperature: 0,
  seed: null,
  maxOutputTokens: 1000,
  task: { kind: 'score', transcript, rubric: spin },
  ...changes,
});
const withoutTask = (): ModelRequest => {
  const { task: _task, ...rest } = request();
  return rest;
};
const context = (signal = new AbortController().signal) => ({ signal, credential: null });

describe('baselineProvider', () => {
  it('answers JSON in the judge’s form, free of cost', async () => {
    const answer = await baselineProvider.complete(request(), context());
    const output = JSON.parse(answer.content) as JudgeOutput;
    expect(output.call_check.is_sales_call).toBe(false);
    expect(Object.keys(output)).toEqual(['call_check', 'dimensions', 'coaching', 'overall_score', 'flags']);
    expect(answer).toMatchObject({ modelUsed: 'lexical-v1', finishReason: 'STOP', refusal: null });
    expect(Object.values(answer.usage ?? {})).toEqual([0, 0, 0, 0, 0]);
  });

  it.each([
    ['PROVIDER_BAD_REQUEST', withoutTask()],
    ['PROVIDER_BAD_REQUEST', request({ task: { kind: 'score', transcript, rubric: { ...spin, key: 'meddic' } } })],
    [
      'PROVIDER_BAD_REQUEST',
      request({ task: { kind: 'score', transcript, rubric: { ...spin, scale: { min: 1, max: 5, step: 1 } } } }),
    ],
    [
      'PROVIDER_BAD_REQUEST',
      request({ task: { kind: 'score', transcript, rubric: { ...spin, dimensions: spin.dimensions.slice(1) } } }),
    ],
    ['MODEL_NOT_FOUND', request({ model: 'lexical-v0' })],
  ] as const)('refuses with %s what it cannot do', async (code, bad) => {
    const failure = await baselineProvider.complete(bad, context()).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ProviderError);
    expect(failure).toMatchObject({ code, options: { retryable: false } });
  });

  it('stops at an aborted signal', async () => {
    const reason = new Error('cancelled');
    await expect(baselineProvider.complete(request(), context(AbortSignal.abort(reason)))).rejects.toBe(reason);
  });

  it('comes as a plugin that is always ready', async () => {
    expect(isPlugin(plugin)).toBe(true);
    const silent = () => undefined;
    const logger = { debug: silent, info: silent, warn: silent, error: silent };
    const brought = await plugin.setup({}, { logger, secret: () => undefined });
    expect(brought.modelProviders).toEqual([baselineProvider]);
    expect(baselineProvider).toMatchObject({ offline: true, defaultModel: 'lexical-v1' });
    expect(baselineProvider.readiness()).toEqual({ ready: true });
  });
});

import { describe, expect, it, jest } from '@jest/globals';
import { silentLogger } from '../../logging/logger.js';
import type { ModelProvider, NormalizedTranscript, Rubric } from '../../plugin-api/index.js';
import type { PluginCatalog } from '../../plugin-host/catalog.js';
import type { RunSpec } from '../../runs/run-spec.js';
import { prepareQuestion, type QuestionSource } from './prepare-question.js';

const transcript = { participants: [], turns: [] } as unknown as NormalizedTranscript;
const rubric = { key: 'mine', dimensions: [] } as unknown as Rubric;
const spec = { models: { judge: 'remote/m' }, parameters: {}, uiLanguage: 'en' } as unknown as RunSpec;
const request = { role: 'judge', sections: [], responseSchema: {} };

const scorer = (rubrics: readonly string[], complete: ModelProvider['complete']): ModelProvider => ({
  ...{ name: 'local', description: '', defaultModel: 'l', offline: true, rubrics },
  readiness: () => ({ ready: true }),
  complete,
});
const remote: ModelProvider = { ...scorer([], () => Promise.reject(new Error('not asked'))), offline: false };

const prepareWith = (local: ModelProvider, signal: AbortSignal = AbortSignal.any([])) => {
  const plugins = {
    modelProviders: [remote, local],
    modelProvider: () => remote,
    validators: [],
  } as unknown as PluginCatalog;
  const source: QuestionSource = { runId: 'r1', spec, transcript, rubric, subject: null, nonce: 'n', signal };
  return prepareQuestion({ plugins, logger: silentLogger, organizationId: '' }, request, source);
};

const failing = () => Promise.reject(new TypeError('no such word'));

describe('the reference answer of a question', () => {
  it('is missing without a flag where the scorer does not know the rubric, which is then not asked', async () => {
    const complete = jest.fn(failing);
    const { checks, flags } = await prepareWith(scorer(['other'], complete));
    expect([checks.context.reference, flags]).toEqual([null, []]);
    expect(complete).not.toHaveBeenCalled();
  });

  it('is missing with a flag where the scorer fails, and the failure is logged with the run', async () => {
    const logged = jest.spyOn(silentLogger, 'error');
    const { checks, flags } = await prepareWith(scorer(['mine'], failing));
    expect([checks.context.reference, flags]).toEqual([null, ['REFERENCE_UNAVAILABLE']]);
    expect(logged).toHaveBeenCalledWith(expect.objectContaining({ runId: 'r1' }), expect.any(String));
    logged.mockRestore();
  });

  it('is not reported as missing where the run was cancelled', async () => {
    const cancelled = AbortSignal.abort(new Error('cancelled'));
    await expect(prepareWith(scorer(['mine'], failing), cancelled)).rejects.toThrow('cancelled');
  });
});

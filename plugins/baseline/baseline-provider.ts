import { ProviderError, type ModelAnswer, type ModelProvider, type ModelRequest } from 'debrief/plugin-api';

import { knowsRubric, scoreTranscript } from './score-transcript.js';

const MODEL = 'lexical-v1';

const refuse = (code: ProviderError['code'], message: string): never => {
  throw new ProviderError(code, message, { retryable: false });
};

const answer = ({ model, task }: ModelRequest): ModelAnswer => {
  if (model !== MODEL)
    return refuse('MODEL_NOT_FOUND', `The baseline has one model, ${MODEL}; "${model}" is none of its.`);
  if (task === undefined) {
    return refuse('PROVIDER_BAD_REQUEST', 'The baseline reads no prompt: it needs the request to carry its task.');
  }
  if (!knowsRubric(task.rubric)) {
    return refuse(
      'PROVIDER_BAD_REQUEST',
      `The baseline knows the rubric "spin" only, on its scale of 0 to 5, and not "${task.rubric.key}". Choose another model.`,
    );
  }
  return {
    content: JSON.stringify(scoreTranscript(task.transcript, task.rubric)),
    modelUsed: MODEL,
    finishReason: 'STOP',
    refusal: null,
    usage: { inputUncached: 0, inputCacheRead: 0, inputCacheWrite: 0, outputText: 0, outputReasoning: 0 },
    providerRequestId: null,
  };
};

/**
 * The offline scorer as a model provider: deterministic, free, English only. A demonstration and a lower bound for models,
 * not a measurement.
 */
export const baselineProvider: ModelProvider = {
  name: 'baseline',
  description:
    'Offline lexical scorer for the SPIN rubric: counts question types by their wording. Deterministic and free; an estimate, not a judgment.',
  defaultModel: MODEL,
  offline: true,
  languages: ['en'],
  rubrics: ['spin'],
  readiness: () => ({ ready: true }),
  async complete(request, { signal }) {
    await Promise.resolve();
    signal.throwIfAborted();
    return answer(request);
  },
};

import {
  ProviderError,
  type ModelAnswer,
  type ModelCallContext,
  type ModelProvider,
  type ModelRequest,
} from 'debrief/plugin-api';
import type { OpenAI } from 'openai';
import { batchDelivery, takesBatches } from './batch-delivery.js';
import { classifyError, withoutEcho } from './classify-error.js';
import { countTokens } from './count-tokens.js';
import { type Endpoint, keyFor, openClient, readinessOf } from './endpoint.js';
import { filteredAnswer, readAnswer } from './read-answer.js';
import { parametersFor } from './parameters.js';
import {
  afterAnswer,
  afterRefusal,
  openFeatureCache,
  withinRoom,
  type FeatureCache,
  type UnsupportedFeatures,
} from './unsupported-features.js';

interface Created {
  readonly body: unknown;
  readonly unsupported: UnsupportedFeatures;
}

/**
 * Repeats the call only if the endpoint refused something that can be left out: such a refusal costs nothing. It ends,
 * since every repetition leaves out more.
 */
const create = async (
  client: OpenAI,
  request: ModelRequest,
  signal: AbortSignal,
  unsupported: UnsupportedFeatures,
): Promise<Created> => {
  try {
    return { body: await client.chat.completions.create(parametersFor(request, unsupported), { signal }), unsupported };
  } catch (error) {
    const smaller = withinRoom(request, error);
    if (smaller !== null) return create(client, smaller, signal, unsupported);
    const learned = afterRefusal(unsupported, error);
    if (learned === null) throw error;
    return create(client, request, signal, learned);
  }
};

const hasLearned = (known: UnsupportedFeatures, learned: UnsupportedFeatures): boolean =>
  learned.format !== known.format ||
  learned.without.size !== known.without.size ||
  learned.maxOutputTokens !== known.maxOutputTokens;

const ask = async (
  client: OpenAI,
  request: ModelRequest,
  signal: AbortSignal,
  features: FeatureCache,
): Promise<ModelAnswer> => {
  const known = features.get(request.model);
  const { body, unsupported } = await create(client, request, signal, known);
  const answer = readAnswer(body, request.model);
  const learned = afterAnswer(unsupported, answer, request);
  if (hasLearned(known, learned)) features.set(request.model, learned);
  return answer;
};

const call = async (
  endpoint: Endpoint,
  request: ModelRequest,
  context: ModelCallContext,
  features: FeatureCache,
): Promise<ModelAnswer> => {
  context.signal.throwIfAborted();
  const key = keyFor(endpoint, context);
  const limit = AbortSignal.timeout(endpoint.timeoutMs);
  const signal = AbortSignal.any([context.signal, limit]);
  try {
    return await ask(openClient(endpoint, key, request.model), request, signal, features);
  } catch (error) {
    context.signal.throwIfAborted();
    if (limit.aborted) {
      const message = `The endpoint gave no whole answer within ${endpoint.timeoutMs} ms.`;
      throw new ProviderError('PROVIDER_TIMEOUT', message, { retryable: true });
    }
    const filtered = filteredAnswer(error, request.model);
    if (filtered !== null) return filtered;
    throw withoutEcho(classifyError(error, Date.now()), request, key);
  }
};

/** Names of models come from users: inherited properties of an object are no budgets. */
const budgetOf =
  (budgets: Readonly<Record<string, number>>) =>
  (model: string): number | null =>
    Object.hasOwn(budgets, model) ? (budgets[model] ?? null) : null;

/** A provider for any endpoint of the chat-completions protocol: the service itself, Azure, gateways, local servers. */
export const createOpenAiProvider = (endpoint: Endpoint): ModelProvider => {
  const features = openFeatureCache();
  const { name, defaultModel, models, limits, promptBudgets } = endpoint;
  return {
    name,
    description: `Chat completions at ${new URL(endpoint.baseUrl).host}`,
    defaultModel,
    offline: false,
    countTokens,
    ...(models.length > 0 ? { models } : {}),
    ...(limits === undefined ? {} : { limits }),
    ...(promptBudgets === undefined ? {} : { promptBudget: budgetOf(promptBudgets) }),
    readiness: () => readinessOf(endpoint),
    complete: (request, context) => call(endpoint, request, context, features),
    ...(takesBatches(endpoint) ? { batch: batchDelivery(endpoint, features) } : {}),
  };
};

import {
  ProviderError,
  type ModelAnswer,
  type ModelCallContext,
  type ModelProvider,
  type ModelRequest,
} from 'debrief/plugin-api';
import type { OpenAI } from 'openai';
import { batchDelivery, takesBatches } from './batch-delivery.js';
import { classifyError } from './classify-error.js';
import { countTokens } from './count-tokens.js';
import { keyFor, openClient, readinessOf, type Endpoint } from './endpoint.js';
import { openEndpointMemory, type EndpointMemory } from './endpoint-memory.js';
import { filteredAnswer } from './filtered-answer.js';
import type { UnsupportedFeatures } from './unsupported-features.js';
import { parametersFor, refusedParameter } from './parameters.js';
import { readAnswer } from './read-answer.js';
import { ignoresFormat, refusesFormat, stepDown } from './response-format.js';
import { withoutEcho } from './without-echo.js';

/** What to leave out after a refusal, or null where that is not what the refusal is about. */
const lessThan = (lacks: UnsupportedFeatures, error: unknown): UnsupportedFeatures | null => {
  if (filteredAnswer(error, '') !== null) return null;
  const parameter = refusedParameter(error);
  if (parameter !== null && !lacks.without.has(parameter)) {
    return { ...lacks, without: new Set([...lacks.without, parameter]) };
  }
  const format = refusesFormat(error) ? stepDown(lacks.format) : null;
  return format === null ? null : { ...lacks, format };
};

interface Created {
  readonly body: unknown;
  readonly lacks: UnsupportedFeatures;
}

/**
 * Repeats the call only where the endpoint refused something that can be left out: such a refusal costs nothing. Ends,
 * since every repetition leaves out more.
 */
const create = async (
  client: OpenAI,
  request: ModelRequest,
  signal: AbortSignal,
  lacks: UnsupportedFeatures,
): Promise<Created> => {
  try {
    return { body: await client.chat.completions.create(parametersFor(request, lacks), { signal }), lacks };
  } catch (error) {
    const less = lessThan(lacks, error);
    if (less === null) throw error;
    return create(client, request, signal, less);
  }
};

/** An answer in another form than asked for counts all the same, but the next call asks otherwise. */
const afterAnswer = (
  lacks: UnsupportedFeatures,
  { content, finishReason, refusal }: ModelAnswer,
  request: ModelRequest,
): UnsupportedFeatures => {
  const ignored = finishReason === 'STOP' && refusal === null && ignoresFormat(content, request.responseSchema);
  return { ...lacks, format: (ignored ? stepDown(lacks.format) : null) ?? lacks.format };
};

const ask = async (
  client: OpenAI,
  request: ModelRequest,
  signal: AbortSignal,
  memory: EndpointMemory,
): Promise<ModelAnswer> => {
  const known = memory.recall(request.model);
  const { body, lacks } = await create(client, request, signal, known);
  const answer = readAnswer(body, request.model);
  const learned = afterAnswer(lacks, answer, request);
  if (learned.format !== known.format || learned.without.size !== known.without.size) {
    memory.remember(request.model, learned);
  }
  return answer;
};

const call = async (
  endpoint: Endpoint,
  request: ModelRequest,
  context: ModelCallContext,
  memory: EndpointMemory,
): Promise<ModelAnswer> => {
  context.signal.throwIfAborted();
  const key = keyFor(endpoint, context);
  const limit = AbortSignal.timeout(endpoint.timeoutMs);
  const signal = AbortSignal.any([context.signal, limit]);
  try {
    return await ask(openClient(endpoint, key, request.model), request, signal, memory);
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

/** Names of models come from users: what an object inherits is no budget. */
const budgetOf =
  (budgets: Readonly<Record<string, number>>) =>
  (model: string): number | null =>
    Object.hasOwn(budgets, model) ? (budgets[model] ?? null) : null;

/** Speaks to any endpoint of the chat-completions protocol: the service itself, Azure, gateways, local servers. */
export const createOpenAiProvider = (endpoint: Endpoint): ModelProvider => {
  const memory = openEndpointMemory();
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
    complete: (request, context) => call(endpoint, request, context, memory),
    ...(takesBatches(endpoint) ? { batch: batchDelivery(endpoint, memory) } : {}),
  };
};

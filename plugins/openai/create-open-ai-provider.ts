import { ProviderError, type ModelCallContext, type ModelProvider, type ModelRequest } from 'debrief/plugin-api';
import { OpenAI } from 'openai';
import { cappedFetch } from './capped-fetch.js';
import { classifyError } from './classify-error.js';
import type { OpenAiConfig } from './config.js';
import { parametersFor, refusedParameter, type OptionalParameter } from './parameters.js';
import { readAnswer } from './read-answer.js';

export interface OpenAiSettings extends OpenAiConfig {
  readonly baseUrl: string;
  readonly apiKey: string | null;
}

type Refused = Map<string, Set<OptionalParameter>>;

/** Models come from users: the memory of what each refuses must not grow with every name they make up. */
const MAX_REMEMBERED = 500;

const remember = (refused: Refused, model: string, parameter: OptionalParameter): void => {
  const known = refused.get(model) ?? new Set();
  if (!refused.has(model) && refused.size >= MAX_REMEMBERED) refused.clear();
  refused.set(model, known.add(parameter));
};

const openClient = ({ baseUrl, timeoutMs, maxAnswerBytes }: OpenAiSettings, apiKey: string): OpenAI =>
  new OpenAI({
    apiKey,
    baseURL: baseUrl,
    maxRetries: 0,
    // The client's own limit ends with the headers; ours covers the body too and must be the one that fires.
    timeout: timeoutMs + 5_000,
    fetch: cappedFetch(maxAnswerBytes),
    // Else read from the environment behind the host's back.
    organization: null,
    project: null,
    logLevel: 'off',
  });

/** Repeats the call only where the endpoint refused a parameter that can be left out: such a refusal costs nothing. */
const create = async (
  client: OpenAI,
  request: ModelRequest,
  signal: AbortSignal,
  refused: Refused,
): Promise<unknown> => {
  // A copy: a call beside this one may learn the same meanwhile.
  const without = new Set(refused.get(request.model));
  try {
    return await client.chat.completions.create(parametersFor(request, without), { signal });
  } catch (error) {
    const parameter = refusedParameter(error);
    if (parameter === null || without.has(parameter)) throw error;
    remember(refused, request.model, parameter);
    return create(client, request, signal, refused);
  }
};

const keyFor = ({ apiKey, apiKeySecret }: OpenAiSettings, { credential }: ModelCallContext): string => {
  const key = credential ?? apiKey;
  if (key !== null && key !== '') return key;
  throw new ProviderError('PROVIDER_UNAUTHORIZED', `No key: ${apiKeySecret} is not set.`, { retryable: false });
};

const call = async (settings: OpenAiSettings, request: ModelRequest, context: ModelCallContext, refused: Refused) => {
  context.signal.throwIfAborted();
  const client = openClient(settings, keyFor(settings, context));
  const limit = AbortSignal.timeout(settings.timeoutMs);
  try {
    const body = await create(client, request, AbortSignal.any([context.signal, limit]), refused);
    return readAnswer(body, request.model);
  } catch (error) {
    context.signal.throwIfAborted();
    if (!limit.aborted) throw classifyError(error, Date.now());
    const message = `The endpoint gave no whole answer within ${settings.timeoutMs} ms.`;
    throw new ProviderError('PROVIDER_TIMEOUT', message, { retryable: true, cause: error });
  }
};

/** Speaks to any endpoint of the chat-completions protocol: the service itself, gateways, local servers. */
export const createOpenAiProvider = (settings: OpenAiSettings): ModelProvider => {
  const refused: Refused = new Map();
  return {
    name: 'openai',
    description: `Chat completions at ${new URL(settings.baseUrl).host}`,
    defaultModel: settings.defaultModel,
    offline: false,
    readiness: () =>
      settings.apiKey === null || settings.apiKey === ''
        ? { ready: false, reason: `${settings.apiKeySecret} is not set.` }
        : { ready: true },
    complete: (request, context) => call(settings, request, context, refused),
  };
};

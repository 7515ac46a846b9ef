import { ProviderError, type BatchDelivery, type BatchState, type ModelCallContext } from 'debrief/plugin-api';
import { toFile, type OpenAI } from 'openai';
import type { Batch } from 'openai/resources/batches';
import { BATCH_ENDPOINT, readLines, safeWord, writeLines } from './batch-lines.js';
import { cappedFetch } from './capped-fetch.js';
import { classifyError } from './classify-error.js';
import { type Endpoint, keyFor, openClient } from './endpoint.js';
import type { FeatureCache } from './unsupported-features.js';

/** Limit for all answers of one batch. */
const MAX_BYTES = 64 * 1024 * 1024;
/** Key of our id in the metadata of a batch. */
const OUR_ID = 'debrief_batch';
const LISTED = 100;

/** Files of answers have several content types, or none. */
const anyBody = (response: Response): boolean => !/html/i.test(response.headers.get('content-type') ?? '');

/** Whether an endpoint takes batches: the service itself does, others only if configured. Azure has another protocol for them. */
export const takesBatches = ({ dialect, baseUrl, batch }: Endpoint): boolean =>
  dialect === 'openai' && (batch ?? new URL(baseUrl).hostname === 'api.openai.com');

/** Requests contain transcripts, and services repeat them in errors: only the code of an error is kept, not its message. */
const withoutMessage = (error: unknown): ProviderError => {
  const { code, options } = classifyError(error, Date.now());
  // What a call about batches does not find is not a model.
  const kept = code === 'MODEL_NOT_FOUND' ? 'PROVIDER_BAD_REQUEST' : code;
  const { retryable, retryAfterMs } = options;
  const wait = retryAfterMs === undefined ? {} : { retryAfterMs };
  return new ProviderError(kept, `The endpoint did not serve a batch: ${kept}.`, { retryable, ...wait });
};

type Work<Result> = (client: OpenAI, options: { readonly signal: AbortSignal }) => Promise<Result>;

/** One request within the endpoint's time limit. @throws ProviderError; the signal's reason */
const exchange = async <Result>(endpoint: Endpoint, context: ModelCallContext, work: Work<Result>): Promise<Result> => {
  context.signal.throwIfAborted();
  const key = keyFor(endpoint, context);
  const limit = AbortSignal.timeout(endpoint.timeoutMs);
  const signal = AbortSignal.any([context.signal, limit]);
  try {
    return await work(openClient(endpoint, key, '', cappedFetch(MAX_BYTES, anyBody)), { signal });
  } catch (error) {
    context.signal.throwIfAborted();
    if (!limit.aborted) throw withoutMessage(error);
    const message = `The endpoint did not serve a batch within ${endpoint.timeoutMs} ms.`;
    throw new ProviderError('PROVIDER_TIMEOUT', message, { retryable: true });
  }
};

const ENDED = new Set<unknown>(['completed', 'failed', 'expired', 'cancelled']);

const reasonOf = ({ status, errors }: Batch): string | null => {
  if (status === 'completed') return null;
  const first = errors?.data?.[0]?.code;
  return first ? `${status}: ${safeWord(first)}` : status;
};

const filesOf = ({ output_file_id: output, error_file_id: errors }: Batch): readonly string[] =>
  [output, errors].filter((id): id is string => typeof id === 'string' && id !== '');

const idOf = (answer: unknown, what: string): string => {
  const id: unknown = typeof answer === 'object' && answer !== null && 'id' in answer ? answer.id : null;
  if (typeof id === 'string' && /^[\w.:-]{1,200}$/.test(id)) return id;
  throw new ProviderError('PROVIDER_BAD_RESPONSE', `The endpoint gave ${what} no id.`, { retryable: true });
};

/** Removes a file. A refusal that no retry can change (it is gone, or may not be deleted) is ignored: nothing else depends on it. */
const removeFile = async (client: OpenAI, id: string, options: { readonly signal: AbortSignal }): Promise<void> => {
  await client.files.delete(id, options).catch((error: unknown) => {
    if (withoutMessage(error).options.retryable) throw error;
  });
};

/** The batch protocol of the service: uploads a file of requests, downloads a file of answers and one of errors. */
export const batchDelivery = (endpoint: Endpoint, features: FeatureCache): BatchDelivery => ({
  submit: (id, requests, context) =>
    exchange(endpoint, context, async (client, options) => {
      const text = writeLines(requests, features.get(requests[0]?.request.model ?? ''));
      const file = await toFile(Buffer.from(text), `${id}.jsonl`, { type: 'application/jsonl' });
      const uploaded = await client.files.create({ file, purpose: 'batch' }, options);
      const asked = { completion_window: '24h', endpoint: BATCH_ENDPOINT, metadata: { [OUR_ID]: id } } as const;
      const input = { ...asked, input_file_id: idOf(uploaded, 'the file of a batch') };
      return idOf(await client.batches.create(input, options), 'the batch');
    }),
  find: (id, context) =>
    exchange(endpoint, context, async (client, options) => {
      const { data } = await client.batches.list({ limit: LISTED }, options);
      const found = data.find(({ metadata }) => metadata?.[OUR_ID] === id);
      return found ? idOf(found, 'the batch') : null;
    }),
  poll: ({ reference, model }, context) =>
    exchange(endpoint, context, async (client, options): Promise<BatchState> => {
      const batch = await client.batches.retrieve(reference, options);
      if (!ENDED.has(batch.status)) return { state: 'RUNNING' };
      const texts: string[] = [];
      for (const id of filesOf(batch)) texts.push(await (await client.files.content(id, options)).text());
      const lines = texts.flatMap((text) => readLines(text, model, endpoint.maxAnswerBytes));
      return { state: 'ENDED', lines, reason: reasonOf(batch) };
    }),
  cancel: (reference, context) =>
    exchange(endpoint, context, async (client, options) => {
      await client.batches.cancel(reference, options);
    }),
  discard: (reference, context) =>
    exchange(endpoint, context, async (client, options) => {
      const batch = await client.batches.retrieve(reference, options);
      for (const id of [batch.input_file_id, ...filesOf(batch)]) await removeFile(client, id, options);
    }),
});

import { ProviderError, type BatchedRequest, type BatchLine, type ModelAnswer } from 'debrief/plugin-api';
import { APIError } from 'openai';
import { classifyError } from './classify-error.js';
import { filteredAnswer, readAnswer } from './read-answer.js';
import type { UnsupportedFeatures } from './unsupported-features.js';
import { parametersFor } from './parameters.js';

export const BATCH_ENDPOINT = '/v1/chat/completions';

/** The tier by which answers of a batch are billed, regardless of their lines. */
const BATCH_TIER = 'batch';

/** Requests in the format of the service: one JSON document a line. */
export const writeLines = (requests: readonly BatchedRequest[], unsupported: UnsupportedFeatures): string =>
  requests
    .map(({ id, request }) => {
      const line = { custom_id: id, method: 'POST', url: BATCH_ENDPOINT, body: parametersFor(request, unsupported) };
      return `${JSON.stringify(line)}\n`;
    })
    .join('');

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A service's error code. Its messages may repeat the request, and are left out. */
export const safeWord = (word: unknown): string =>
  typeof word === 'string' && /^[\w.-]{1,60}$/.test(word) ? word : 'no reason given';

/** The service did not start these requests: they are not billed. */
const NOT_STARTED = new Set<unknown>(['batch_expired', 'batch_cancelled']);

const lineError = ({ code: word }: Fields): ProviderError => {
  const code = NOT_STARTED.has(word) ? 'PROVIDER_UNAVAILABLE' : 'PROVIDER_BAD_RESPONSE';
  const message = `The batch brought no answer: ${safeWord(word)}.`;
  return new ProviderError(code, message, { retryable: true });
};

const withoutWords = ({ code, options }: ProviderError, why: string): ProviderError =>
  new ProviderError(code, `The batch brought no answer: ${why}.`, { ...options, cause: undefined });

const refused = (status: number, body: unknown, modelAsked: string): ModelAnswer => {
  const error = APIError.generate(status, isObject(body) ? body : {}, undefined, new Headers());
  const filtered = filteredAnswer(error, modelAsked);
  if (filtered !== null) return filtered;
  throw withoutWords(classifyError(error, Date.now()), `${status} ${safeWord(error.code ?? error.type)}`);
};

const readBody = (body: unknown, modelAsked: string): ModelAnswer => {
  try {
    return readAnswer(body, modelAsked);
  } catch (error) {
    throw withoutWords(classifyError(error, Date.now()), 'what came is no completion');
  }
};

const answerOf = ({ response, error }: Fields, modelAsked: string): ModelAnswer => {
  if (isObject(error)) throw lineError(error);
  if (!isObject(response)) throw lineError({});
  const status = Number(response.status_code);
  if (status !== 200) return refused(Number.isInteger(status) ? status : 500, response.body, modelAsked);
  const answer = readBody(response.body, modelAsked);
  const requestId = typeof response.request_id === 'string' ? response.request_id : answer.providerRequestId;
  return { ...answer, providerRequestId: requestId, serviceTier: BATCH_TIER };
};

const readLine = (text: string, modelAsked: string): BatchLine | null => {
  let id: string | null = null;
  try {
    const line: unknown = JSON.parse(text);
    if (!isObject(line) || typeof line.custom_id !== 'string') return null;
    id = line.custom_id;
    return { id, answer: answerOf(line, modelAsked) };
  } catch (error) {
    // Without an id no request can be told of the fault; it counts as not answered.
    return id === null ? null : { id, error: classifyError(error, Date.now()) };
  }
};

/**
 * Reads a file of answers line by line. A line that is too long, cut off, or names no request is skipped: its request
 * then counts as not answered.
 */
export const readLines = (text: string, modelAsked: string, maxLineLength: number): readonly BatchLine[] =>
  text.split('\n').flatMap((line) => {
    const read = line.trim() === '' || line.length > maxLineLength ? null : readLine(line, modelAsked);
    return read === null ? [] : [read];
  });

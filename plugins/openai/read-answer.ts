import { type FinishReason, type ModelAnswer, ProviderError } from 'debrief/plugin-api';
import { codeOf, codeWithoutStatus, isRetryable } from './classify-error.js';
import { namedWait } from './named-wait.js';
import { isObject, readServiceError, type ServiceError } from './service-error.js';
import { disjointUsage, type WireUsage } from './disjoint-usage.js';
import { APIError } from 'openai';

/** An answer as received. Endpoints vary, so no field is relied on. */
interface WireAnswer {
  readonly id?: unknown;
  readonly model?: unknown;
  readonly choices?: unknown;
  readonly usage?: WireUsage | null;
  readonly service_tier?: unknown;
  readonly system_fingerprint?: unknown;
  readonly error?: unknown;
  readonly _request_id?: string | null;
}

interface WireChoice {
  readonly finish_reason?: unknown;
  readonly message?: WireMessage | null;
  /** Of the older protocol of completions. */
  readonly text?: unknown;
  readonly error?: unknown;
}

interface WireMessage {
  readonly content?: unknown;
  readonly refusal?: unknown;
  readonly parsed?: unknown;
  readonly tool_calls?: unknown;
  readonly function_call?: unknown;
  readonly reasoning_content?: unknown;
  readonly reasoning?: unknown;
}

/** The protocol's reasons, and those that gateways pass on from other services. */
const FINISH_REASONS = new Map<string, FinishReason>([
  ['stop', 'STOP'],
  ['eos', 'STOP'],
  ['eos_token', 'STOP'],
  ['stop_sequence', 'STOP'],
  ['completed', 'STOP'],
  ['end_turn', 'STOP'],
  ['length', 'LENGTH'],
  ['max_tokens', 'LENGTH'],
  ['model_length', 'LENGTH'],
  ['content_filter', 'CONTENT_FILTER'],
  ['safety', 'CONTENT_FILTER'],
  ['recitation', 'CONTENT_FILTER'],
  ['prohibited_content', 'CONTENT_FILTER'],
  ['blocklist', 'CONTENT_FILTER'],
  ['spii', 'CONTENT_FILTER'],
  ['content_filtered', 'CONTENT_FILTER'],
  ['guardrail_intervened', 'CONTENT_FILTER'],
  ['guardrails', 'CONTENT_FILTER'],
  ['moderation', 'CONTENT_FILTER'],
  ['sensitive', 'CONTENT_FILTER'],
  ['refusal', 'CONTENT_FILTER'],
]);

const EXPECTS_CONTENT = new Set<FinishReason>(['STOP', 'OTHER']);

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** Types of a piece whose text is the answer; thoughts come under others. */
const ANSWER_PIECES = new Set<unknown>(['text', 'output_text', undefined]);

const pieceText = (piece: unknown): string | null => {
  if (!isObject(piece)) return text(piece);
  return ANSWER_PIECES.has(piece.type) ? text(piece.text) : null;
};

/** Some endpoints send the content in pieces, or parsed already. */
const contentOf = (content: unknown): string | null => {
  if (Array.isArray(content)) return text(content.map(pieceText).join(''));
  return isObject(content) ? JSON.stringify(content) : text(content);
};

const ENDS_AS_JSON = /\}\s{0,20}(?:`{3}\s{0,20})?$/;

/** Arguments of the one function that was called instead of an answer. */
const argumentsOf = ({ tool_calls: calls, function_call: call }: WireMessage): string | null => {
  const called: unknown = Array.isArray(calls) && calls.length === 1 && isObject(calls[0]) ? calls[0].function : call;
  return isObject(called) ? contentOf(called.arguments) : null;
};

/**
 * What was answered: the content, else what stands for it where an endpoint leaves that empty. Reasoning counts only then: models
 * that put all of their answer there say nothing else.
 */
const answerOf = (message: WireMessage | null | undefined): string | null => {
  if (!message) return null;
  const { content, parsed, reasoning_content: thought, reasoning } = message;
  const said = contentOf(content) ?? contentOf(parsed) ?? argumentsOf(message);
  return said ?? [thought, reasoning].map(contentOf).find((one) => one !== null && ENDS_AS_JSON.test(one)) ?? null;
};

const badResponse = (message: string): ProviderError =>
  new ProviderError('PROVIDER_BAD_RESPONSE', message, { retryable: true });

/** Gateways put the error of the service behind them into a success. A choice that was started may be billed. */
const throwInnerError = (error: ServiceError | null, maybeBilled: boolean): void => {
  if (error === null) return;
  const { status, details, metadata } = error;
  const wait = namedWait({ headers: null, message: error.message, details, metadata }, Date.now());
  const words = { code: error.code, type: error.type ?? undefined, message: error.message, namesWait: wait !== null };
  const code = status === null ? codeWithoutStatus(words) : codeOf({ ...words, status });
  const message = `The endpoint answered with an error: ${error.message.slice(0, 300)}`;
  if (code === null) throw badResponse(message);
  const retryable = isRetryable(code);
  const waits = retryable && wait !== null ? { retryAfterMs: wait } : {};
  throw new ProviderError(code, message, { retryable, maybeBilled, ...waits });
};

const firstChoice = (answer: WireAnswer | null): WireChoice => {
  const choice: unknown = Array.isArray(answer?.choices) ? answer.choices[0] : undefined;
  if (!isObject(choice)) {
    throwInnerError(readServiceError(answer), false);
    throw badResponse('The endpoint answered without choices.');
  }
  throwInnerError(choice.error === undefined ? null : readServiceError({ error: choice.error }), true);
  return choice;
};

const modelOf = (answer: WireAnswer | null, modelAsked: string): string => text(answer?.model) ?? modelAsked;

/**
 * Reads a chat completion. Refusal, content filter and cut-off are outcomes, not errors: the core decides on them.
 * @throws ProviderError PROVIDER_BAD_RESPONSE if there is neither content nor one of these; the code of an error that
 * the body holds instead of an answer
 */
export const readAnswer = (body: unknown, modelAsked: string): ModelAnswer => {
  const answer = isObject(body) ? (body as WireAnswer) : null;
  const { finish_reason: finish, message, text: completion } = firstChoice(answer);
  const finishReason = FINISH_REASONS.get(String(finish).toLowerCase()) ?? 'OTHER';
  const content = answerOf(message) ?? text(completion);
  const refusal = text(message?.refusal);
  const empty = content === null && refusal === null;
  if (empty && EXPECTS_CONTENT.has(finishReason)) {
    throw badResponse('The endpoint answered with a choice that has no content.');
  }
  return {
    content: content ?? '',
    modelUsed: modelOf(answer, modelAsked),
    finishReason,
    refusal,
    usage: disjointUsage(answer?.usage),
    providerRequestId: text(answer?._request_id) ?? text(answer?.id),
    serviceTier: text(answer?.service_tier),
    systemFingerprint: text(answer?.system_fingerprint),
  };
};

const CODES = new Set(['content_filter', 'content_policy_violation', 'responsibleaipolicyviolation']);

const BLOCKED =
  /content (?:management )?policy|content[_ ]?filter|data_inspection_failed|inappropriate content|guardrail|moderation|flagged|safety (?:system|filter|settings?|reasons?)|prohibited (?:content|use)|usage policy|usage policies/i;
const REFUSALS = new Set<unknown>([400, 403, 422]);

const isFiltered = ({ status, code, type, message }: APIError): boolean =>
  REFUSALS.has(status) &&
  ([code, type].some((word) => CODES.has(String(word).toLowerCase())) || BLOCKED.test(message.slice(0, 1_000)));

/**
 * A service that filters the prompt answers 400, one that filters the answer gives it as the finish reason: both are the
 * same outcome. Null for any other error.
 */
export const filteredAnswer = (error: unknown, modelAsked: string): ModelAnswer | null => {
  const refusal = error instanceof APIError ? (error as APIError) : null;
  if (refusal === null || !isFiltered(refusal)) return null;
  return {
    content: '',
    modelUsed: modelAsked,
    finishReason: 'CONTENT_FILTER',
    refusal: null,
    usage: null,
    providerRequestId: refusal.requestID ?? null,
  };
};

import { ProviderError, type FinishReason, type ModelAnswer } from 'debrief/plugin-api';
import { codeOf, isRetryable } from './classify-error.js';
import { disjointUsage, type WireUsage } from './disjoint-usage.js';

/** What may stand in an answer. Endpoints vary, so nothing is taken for granted. */
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
  readonly message?: { readonly content?: unknown; readonly refusal?: unknown } | null;
  readonly error?: unknown;
}

/** The protocol's reasons, and what gateways hand on from other services. */
const FINISH_REASONS = new Map<string, FinishReason>([
  ['stop', 'STOP'],
  ['eos', 'STOP'],
  ['end_turn', 'STOP'],
  ['length', 'LENGTH'],
  ['max_tokens', 'LENGTH'],
  ['model_length', 'LENGTH'],
  ['content_filter', 'CONTENT_FILTER'],
  ['safety', 'CONTENT_FILTER'],
]);

const EXPECTS_CONTENT = new Set<FinishReason>(['STOP', 'OTHER']);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** Some endpoints give the content in pieces. */
const contentOf = (content: unknown): string | null => {
  if (!Array.isArray(content)) return text(content);
  const pieces = content.map((piece: unknown) => (isObject(piece) && piece.type === 'text' ? text(piece.text) : null));
  return text(pieces.join(''));
};

const refuse = (message: string): ProviderError =>
  new ProviderError('PROVIDER_BAD_RESPONSE', message, { retryable: true });

/** Gateways put the error of the service behind them into a success. A choice that was begun may be billed. */
const throwInnerError = (error: unknown, maybeBilled: boolean): void => {
  if (!isObject(error)) return;
  const status = Number(error.code);
  const message = `The endpoint answered with an error: ${(text(error.message) ?? 'it does not say which').slice(0, 300)}`;
  if (!Number.isInteger(status) || status < 400) throw refuse(message);
  const code = codeOf({ status, code: text(error.code), type: text(error.type) ?? undefined });
  throw new ProviderError(code, message, { retryable: isRetryable(code), maybeBilled });
};

const firstChoice = (answer: WireAnswer | null): WireChoice => {
  const choice: unknown = Array.isArray(answer?.choices) ? answer.choices[0] : undefined;
  if (!isObject(choice)) {
    throwInnerError(answer?.error, false);
    throw refuse('The endpoint answered without choices.');
  }
  throwInnerError(choice.error, true);
  return choice;
};

const modelOf = (answer: WireAnswer | null, modelAsked: string): string => text(answer?.model) ?? modelAsked;

/**
 * Reads a chat completion. Refusal, content filter and cut-off are outcomes, not errors: the core decides on them.
 * @throws ProviderError PROVIDER_BAD_RESPONSE where there is neither content nor one of those; the code of an error that
 * stands in place of the answer
 */
export const readAnswer = (body: unknown, modelAsked: string): ModelAnswer => {
  const answer = isObject(body) ? (body as WireAnswer) : null;
  const { finish_reason: finish, message } = firstChoice(answer);
  const finishReason = FINISH_REASONS.get(String(finish).toLowerCase()) ?? 'OTHER';
  const content = contentOf(message?.content);
  const refusal = text(message?.refusal);
  const empty = content === null && refusal === null;
  if (empty && EXPECTS_CONTENT.has(finishReason)) {
    throw refuse('The endpoint answered with a choice that has no content.');
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

import { ProviderError, type FinishReason, type ModelAnswer } from 'debrief/plugin-api';
import { disjointUsage, type WireUsage } from './disjoint-usage.js';

/** What may stand in an answer. Endpoints vary, so nothing is taken for granted. */
interface WireAnswer {
  readonly id?: unknown;
  readonly model?: unknown;
  readonly choices?: unknown;
  readonly usage?: WireUsage | null;
  readonly _request_id?: string | null;
}

interface WireChoice {
  readonly finish_reason?: unknown;
  readonly message?: { readonly content?: unknown; readonly refusal?: unknown } | null;
}

const FINISH_REASONS: Readonly<Record<string, FinishReason>> = {
  stop: 'STOP',
  length: 'LENGTH',
  content_filter: 'CONTENT_FILTER',
};

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

const refuse = (message: string): ProviderError =>
  new ProviderError('PROVIDER_BAD_RESPONSE', message, { retryable: true });

const firstChoice = (answer: WireAnswer | null): WireChoice => {
  const choice: unknown = Array.isArray(answer?.choices) ? answer.choices[0] : undefined;
  if (typeof choice !== 'object' || choice === null) throw refuse('The endpoint answered without choices.');
  return choice;
};

/**
 * Reads a chat completion. Refusal, content filter and cut-off are outcomes, not errors: the core decides on them.
 * @throws ProviderError PROVIDER_BAD_RESPONSE where there is neither content nor one of those.
 */
export const readAnswer = (body: unknown, modelAsked: string): ModelAnswer => {
  const answer = typeof body === 'object' ? (body as WireAnswer | null) : null;
  const { finish_reason: finish, message } = firstChoice(answer);
  const finishReason = FINISH_REASONS[String(finish)] ?? 'OTHER';
  const content = text(message?.content);
  const refusal = text(message?.refusal);
  if (content === null && refusal === null && (finishReason === 'STOP' || finishReason === 'OTHER')) {
    throw refuse('The endpoint answered with a choice that has no content.');
  }
  return {
    content: content ?? '',
    modelUsed: text(answer?.model) ?? modelAsked,
    finishReason,
    refusal,
    usage: disjointUsage(answer?.usage),
    providerRequestId: text(answer?._request_id) ?? text(answer?.id),
  };
};

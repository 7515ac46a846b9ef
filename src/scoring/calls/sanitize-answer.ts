import { ProviderError, type FinishReason, type ModelAnswer, type Usage } from '../../plugin-api/index.js';
import { storableText } from '../../text/clean-unicode.js';

const FINISH_REASONS: readonly FinishReason[] = ['STOP', 'LENGTH', 'CONTENT_FILTER', 'OTHER'];

const textOr = <Fallback>(value: unknown, fallback: Fallback): string | Fallback =>
  typeof value === 'string' ? storableText(value) : fallback;

/** Whole, not negative, and no more than the columns hold. */
const tokens = (value: unknown): number =>
  typeof value === 'number' && Number.isFinite(value) ? Math.min(Math.max(Math.round(value), 0), 1e9) : 0;

const sanitizedUsage = (usage: Partial<Usage>): Usage => ({
  inputUncached: tokens(usage.inputUncached),
  inputCacheRead: tokens(usage.inputCacheRead),
  inputCacheWrite: tokens(usage.inputCacheWrite),
  outputText: tokens(usage.outputText),
  outputReasoning: tokens(usage.outputReasoning),
});

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/**
 * A provider's answer with the types that the contract names, so that it can be stored: providers are plugins, and pass on
 * what a service sent.
 * @throws ProviderError PROVIDER_BAD_RESPONSE where there is no content at all
 */
export const sanitizeAnswer = (answer: Partial<ModelAnswer> | null | undefined, modelAsked: string): ModelAnswer => {
  const content = textOr(answer?.content, null);
  if (!answer || content === null) {
    throw new ProviderError('PROVIDER_BAD_RESPONSE', 'The provider answered without content.', { retryable: true });
  }
  const { finishReason } = answer;
  return {
    content,
    modelUsed: textOr(answer.modelUsed, modelAsked),
    finishReason: finishReason && FINISH_REASONS.includes(finishReason) ? finishReason : 'OTHER',
    refusal: textOr(answer.refusal, null),
    usage: isObject(answer.usage) ? sanitizedUsage(answer.usage) : null,
    providerRequestId: textOr(answer.providerRequestId, null),
    serviceTier: textOr(answer.serviceTier, null),
    systemFingerprint: textOr(answer.systemFingerprint, null),
  };
};

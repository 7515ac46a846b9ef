import { ProviderError, type BatchLine, type ModelAnswer } from '../../plugin-api/index.js';
import { sanitizeAnswer } from '../calls/sanitize-answer.js';

/** The result of one request of a batch. */
export type Delivered = { readonly answer: ModelAnswer } | { readonly error: Error };

/** Where the batch ended early, the request was not begun; where it ended in full, its line was lost, and may have been paid. */
const missing = (reason: string | null): ProviderError => {
  const message = 'The batch has no result for this request.';
  if (reason === null) return new ProviderError('PROVIDER_BAD_RESPONSE', message, { retryable: true });
  return new ProviderError('PROVIDER_UNAVAILABLE', `${message} It ended early: ${reason}.`, { retryable: true });
};

const unreadable = (): ProviderError =>
  new ProviderError('PROVIDER_BAD_RESPONSE', 'The result of this request in the batch cannot be read.', {
    retryable: true,
  });

/** A provider is a plugin and passes on what a service sent: neither is trusted. */
const sanitized = (line: BatchLine, model: string): Delivered => {
  if (!('answer' in line)) {
    return line.error instanceof Error ? { error: line.error } : { error: unreadable() };
  }
  try {
    return { answer: sanitizeAnswer(line.answer, model) };
  } catch (error) {
    return { error: error instanceof Error ? error : unreadable() };
  }
};

export interface Matched {
  /** One for each request that was asked, in their order. */
  readonly delivered: ReadonlyMap<string, Delivered>;
  /** Lines for unknown requests, and second lines for one request. */
  readonly surplus: number;
}

/**
 * Finds the result of each request, in any order of lines. Of several lines for one request the first answer counts, and an
 * error only where there is no answer; a request without a line has an error that says so.
 * @param reason why the batch ended early, if it did
 */
export const matchLines = (
  ids: readonly string[],
  lines: readonly BatchLine[],
  model: string,
  reason: string | null,
): Matched => {
  const asked = new Set(ids);
  const found = new Map<string, Delivered>();
  for (const line of lines) {
    if (!asked.has(line.id)) continue;
    const [before, now] = [found.get(line.id), sanitized(line, model)];
    if (before === undefined || ('error' in before && 'answer' in now)) found.set(line.id, now);
  }
  const delivered = new Map(ids.map((id) => [id, found.get(id) ?? { error: missing(reason) }]));
  return { delivered, surplus: lines.length - found.size };
};

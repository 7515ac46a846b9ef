import { ProviderError, type BatchLine, type ModelAnswer } from '../../plugin-api/index.js';
import { sanitizeAnswer } from '../calls/sanitize-answer.js';

/** What came of one request of a batch. */
export type Delivered = { readonly answer: ModelAnswer } | { readonly error: Error };

/** Of a batch that ended early nothing was begun for it; of a whole one its line may have been lost, and paid. */
const missing = (reason: string | null): ProviderError => {
  const message = 'The batch brought nothing for this request.';
  if (reason === null) return new ProviderError('PROVIDER_BAD_RESPONSE', message, { retryable: true });
  return new ProviderError('PROVIDER_UNAVAILABLE', `${message} It ended early: ${reason}.`, { retryable: true });
};

const unreadable = (): ProviderError =>
  new ProviderError('PROVIDER_BAD_RESPONSE', 'What the batch brought for this request cannot be read.', {
    retryable: true,
  });

/** A provider is a plugin and hands on what a service said: neither is taken at its word. */
const sound = (line: BatchLine, model: string): Delivered => {
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
  /** Lines for requests that nobody asked, and second lines for one. */
  readonly surplus: number;
}

/**
 * Finds for each request what the batch brought for it, whatever the order of its lines. Of several lines for one the
 * first answer counts, and an error only where there is no answer; what has no line has brought nothing, which is said.
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
    const [before, now] = [found.get(line.id), sound(line, model)];
    if (before === undefined || ('error' in before && 'answer' in now)) found.set(line.id, now);
  }
  const delivered = new Map(ids.map((id) => [id, found.get(id) ?? { error: missing(reason) }]));
  return { delivered, surplus: lines.length - found.size };
};

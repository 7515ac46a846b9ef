import type { ModelAnswer } from 'debrief/plugin-api';
import { APIError } from 'openai';

const CODES = new Set(['content_filter', 'content_policy_violation', 'responsibleaipolicyviolation']);

const isFiltered = ({ status, code, type }: APIError): boolean =>
  status === 400 && [code, type].some((word) => CODES.has(String(word).toLowerCase()));

/**
 * A service that filters the prompt answers 400, one that filters the answer says so as the reason of its end: both are
 * the same outcome. Null where the error is another.
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

import type { Usage } from 'debrief/plugin-api';

/** Usage as the protocol has it: `prompt_tokens` includes the cached ones, `completion_tokens` the reasoning. */
export interface WireUsage {
  readonly prompt_tokens?: number;
  readonly completion_tokens?: number;
  readonly total_tokens?: number;
  readonly prompt_tokens_details?: { readonly cached_tokens?: number; readonly cache_write_tokens?: number } | null;
  readonly completion_tokens_details?: { readonly reasoning_tokens?: number } | null;
}

const count = (value: unknown, limit = Number.MAX_SAFE_INTEGER): number =>
  typeof value === 'number' && Number.isFinite(value) ? Math.min(Math.max(Math.trunc(value), 0), limit) : 0;

/**
 * Usage in buckets that share no token and are never negative, whatever the endpoint reports. A part that claims more
 * than its whole is cut to it. Some services count reasoning beside the completion: their total shows it.
 */
export const disjointUsage = (usage: WireUsage | null | undefined): Usage => {
  const input = count(usage?.prompt_tokens);
  const output = count(usage?.completion_tokens);
  const read = count(usage?.prompt_tokens_details?.cached_tokens, input);
  const write = count(usage?.prompt_tokens_details?.cache_write_tokens, input - read);
  const reasoning = count(usage?.completion_tokens_details?.reasoning_tokens);
  const beside = reasoning > 0 && count(usage?.total_tokens) === input + output + reasoning;
  return {
    inputUncached: input - read - write,
    inputCacheRead: read,
    inputCacheWrite: write,
    outputText: beside ? output : output - Math.min(reasoning, output),
    outputReasoning: beside ? reasoning : Math.min(reasoning, output),
  };
};

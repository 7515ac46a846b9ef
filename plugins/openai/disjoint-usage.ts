import type { Usage } from 'debrief/plugin-api';

/** Usage in the protocol: `prompt_tokens` includes the cached ones, `completion_tokens` the reasoning. */
export interface WireUsage {
  readonly prompt_tokens?: unknown;
  readonly completion_tokens?: unknown;
  readonly total_tokens?: unknown;
  readonly prompt_tokens_details?: { readonly cached_tokens?: unknown; readonly cache_write_tokens?: unknown } | null;
  readonly completion_tokens_details?: { readonly reasoning_tokens?: unknown } | null;
}

const MAX_TOKENS = 1_000_000_000;

/** A valid count, or null. */
const count = (value: unknown): number | null =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_TOKENS ? value : null;

/** A missing part is 0; an invalid one makes the whole usage invalid. */
const part = (value: unknown): number | null => (value === undefined || value === null ? 0 : count(value));

interface Counts {
  readonly input: number;
  readonly output: number;
  readonly read: number;
  readonly write: number;
  readonly reasoning: number;
}

const countsOf = (usage: WireUsage): Counts | null => {
  const input = count(usage.prompt_tokens);
  const output = count(usage.completion_tokens);
  const read = part(usage.prompt_tokens_details?.cached_tokens);
  const write = part(usage.prompt_tokens_details?.cache_write_tokens);
  const reasoning = part(usage.completion_tokens_details?.reasoning_tokens);
  if (input === null || output === null || read === null || write === null || reasoning === null) return null;
  return { input, output, read, write, reasoning };
};

/**
 * Usage in buckets that share no token. Some services count reasoning in addition to the completion, or cached tokens in
 * addition to the prompt: their total shows it. Null if the endpoint reports no usage, or figures that contradict each
 * other (a part above its whole): a guess would be billed as if it were known.
 */
export const disjointUsage = (usage: WireUsage | null | undefined): Usage | null => {
  const counts = usage ? countsOf(usage) : null;
  if (!usage || counts === null) return null;
  const { input, output, read, write, reasoning } = counts;
  const extra = (count(usage.total_tokens) ?? input + output) - input - output;
  const cached = read + write;
  const bothBeside = extra === cached + reasoning;
  const reasoningBeside = reasoning > 0 && (bothBeside || extra === reasoning);
  const cachedBeside = cached > 0 && (bothBeside || (!reasoningBeside && extra === cached));
  const inputUncached = cachedBeside ? input : input - cached;
  const outputText = reasoningBeside ? output : output - reasoning;
  if (inputUncached < 0 || outputText < 0) return null;
  return { inputUncached, inputCacheRead: read, inputCacheWrite: write, outputText, outputReasoning: reasoning };
};

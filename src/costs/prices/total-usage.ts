import type { Usage } from '../../plugin-api/index.js';

/** Sum of disjoint buckets; calls without an answer count nothing. */
export const totalUsage = (usages: readonly (Usage | null)[]): Usage => {
  const sumOf = (bucket: keyof Usage): number => usages.reduce((sum, usage) => sum + (usage?.[bucket] ?? 0), 0);
  return {
    inputUncached: sumOf('inputUncached'),
    inputCacheRead: sumOf('inputCacheRead'),
    inputCacheWrite: sumOf('inputCacheWrite'),
    outputText: sumOf('outputText'),
    outputReasoning: sumOf('outputReasoning'),
  };
};

/** Price of one token in pico-USD by bucket: USD per million tokens times 10⁶. */
export interface Price {
  readonly inputUncached: bigint;
  readonly inputCacheRead: bigint;
  readonly output: bigint;
}

/** List prices per token as of 2026-08-22, by model address. What is not listed has no known price. */
export const PRICES: Readonly<Record<string, Price>> = {
  'openai/gpt-5': { inputUncached: 1_250_000n, inputCacheRead: 125_000n, output: 10_000_000n },
  'openai/gpt-4.1-mini': { inputUncached: 400_000n, inputCacheRead: 100_000n, output: 1_600_000n },
};

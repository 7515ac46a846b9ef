import type { Usage } from '../../plugin-api/index.js';

/** What tokens are priced by, as prices are stored. */
export const BUCKETS = [
  'INPUT_UNCACHED',
  'INPUT_CACHE_READ',
  'INPUT_CACHE_WRITE',
  'OUTPUT_TEXT',
  'OUTPUT_REASONING',
] as const;
export type Bucket = (typeof BUCKETS)[number];

export const BUCKET_OF = {
  inputUncached: 'INPUT_UNCACHED',
  inputCacheRead: 'INPUT_CACHE_READ',
  inputCacheWrite: 'INPUT_CACHE_WRITE',
  outputText: 'OUTPUT_TEXT',
  outputReasoning: 'OUTPUT_REASONING',
} as const satisfies Record<keyof Usage, Bucket>;

/** The service tier of calls that name none. */
export const DEFAULT_TIER = 'default';

/** Price of one token of a bucket, from `validFrom` until before `validTo`. */
export interface ModelPrice {
  readonly id: string;
  /** Whether the organization stated it; else it is of the list that ships with Debrief. */
  readonly own: boolean;
  readonly provider: string;
  /** Name of a model, which its dated names (`gpt-5-2025-08-07`) share; or the beginning of names, ended by `*`. */
  readonly model: string;
  readonly serviceTier: string;
  /** Holds for requests with at least so many input tokens, until a higher step. */
  readonly minInputTokens: number;
  readonly bucket: Bucket;
  /** Pico-USD (10⁻¹² USD): USD per million tokens times 10⁶. */
  readonly pusdPerToken: bigint;
  readonly validFrom: Date;
  readonly validTo: Date | null;
}

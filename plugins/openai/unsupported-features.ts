import type { Format } from './response-format.js';

/** What some models and endpoints refuse and the call can do without. */
export const OPTIONAL_PARAMETERS = ['temperature', 'seed', 'max_completion_tokens'] as const;

export type OptionalParameter = (typeof OPTIONAL_PARAMETERS)[number];

/** What a model behind an endpoint was found to lack. */
export interface UnsupportedFeatures {
  readonly format: Format;
  readonly without: ReadonlySet<OptionalParameter>;
}

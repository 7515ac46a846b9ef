import type { UnsupportedFeatures } from './unsupported-features.js';

export interface EndpointMemory {
  recall(model: string): UnsupportedFeatures;
  remember(model: string, lacks: UnsupportedFeatures): void;
}

/** Models come from users: the memory must not grow with every name they make up. */
const MAX_REMEMBERED = 500;
/** Endpoints are upgraded: what one lacked is asked for again after this. */
const FORGET_MS = 60 * 60_000;

const NOTHING: UnsupportedFeatures = { format: 'json_schema', without: new Set() };

/** Keeps per model of one endpoint what it lacks, for an hour. */
export const openEndpointMemory = (now: () => number = () => performance.now()): EndpointMemory => {
  const known = new Map<string, { readonly lacks: UnsupportedFeatures; readonly until: number }>();
  return {
    recall: (model) => {
      const found = known.get(model);
      return found && found.until > now() ? found.lacks : NOTHING;
    },
    remember: (model, lacks) => {
      const found = known.get(model);
      const until = found && found.until > now() ? found.until : now() + FORGET_MS;
      if (!found && known.size >= MAX_REMEMBERED) known.delete(known.keys().next().value ?? '');
      known.set(model, { lacks, until });
    },
  };
};

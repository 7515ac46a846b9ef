import type { CallLimits } from '../plugin-api/index.js';

/** What a gate has let through; the minute is the last one by the database's clock. */
export interface Traffic {
  readonly inFlight: number;
  readonly requests: number;
  readonly tokens: number;
  /** Until the oldest call of the minute is a minute old, in ms. */
  readonly oldestLeavesMs: number;
  /** Mean time that calls of the minute took; null where none has ended. */
  readonly meanMs: number | null;
}

export const NO_TRAFFIC: Traffic = { inFlight: 0, requests: 0, tokens: 0, oldestLeavesMs: 0, meanMs: null };

/** A wait until there is place, and the share of time that each who waits takes up. */
export interface Wait {
  readonly waitMs: number;
  readonly spacingMs: number;
}

const MINUTE_MS = 60_000;
const UNKNOWN_CALL_MS = 2_000;
const MIN_MS = 200;

const forConcurrency = ({ concurrency }: CallLimits, { inFlight, meanMs }: Traffic): Wait | null => {
  if (concurrency === undefined || inFlight < concurrency) return null;
  const spacingMs = Math.max((meanMs ?? UNKNOWN_CALL_MS) / concurrency, MIN_MS);
  return { waitMs: spacingMs, spacingMs };
};

const forRequests = ({ requestsPerMinute }: CallLimits, { requests, oldestLeavesMs }: Traffic): Wait | null =>
  requestsPerMinute === undefined || requests < requestsPerMinute
    ? null
    : { waitMs: oldestLeavesMs, spacingMs: MINUTE_MS / requestsPerMinute };

/** A call that is larger than the limit itself goes when the minute is otherwise empty: it would never else. */
const forTokens = ({ tokensPerMinute }: CallLimits, { requests, ...traffic }: Traffic, tokens: number): Wait | null =>
  tokensPerMinute === undefined || requests === 0 || traffic.tokens + tokens <= tokensPerMinute
    ? null
    : { waitMs: traffic.oldestLeavesMs, spacingMs: (MINUTE_MS * tokens) / tokensPerMinute };

/** Null where a call of so many tokens has its place within the limits, else how long it waits. */
export const waitFor = (limits: CallLimits, traffic: Traffic, tokens: number): Wait | null => {
  const waits = [forConcurrency(limits, traffic), forRequests(limits, traffic), forTokens(limits, traffic, tokens)];
  return waits.reduce((longest, wait) => ((wait?.waitMs ?? -1) > (longest?.waitMs ?? -1) ? wait : longest), null);
};

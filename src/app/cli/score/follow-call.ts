import { CallError, type Fault } from '../client/call-error.js';
import type { Client } from '../client/client.js';

/** State of a call: small, since it is polled. */
export const CALL_STATUS = `query CallStatus($id: ID!) {
  transcript(id: $id) {
    status
    error { code message }
    currentRun { id status waitingFor error { code message } }
    runs(first: 1) { edges { node { status } } }
  }
}`;

interface Snapshot {
  readonly status: string;
  readonly error: Fault | null;
  readonly currentRun: {
    readonly id: string;
    readonly status: string;
    readonly waitingFor: string | null;
    readonly error: Fault | null;
  } | null;
  readonly runs: { readonly edges: readonly { readonly node: { readonly status: string } }[] };
}

export interface FollowOptions {
  /** Time limit in ms. */
  readonly limitMs: number;
  /** Longest pause between two polls, in ms. */
  readonly mostPauseMs: number;
  readonly pause: (ms: number) => Promise<unknown>;
  readonly now: () => number;
  /** Called after every poll with the state of the call, or with what its run waits for. */
  readonly onPoll: (status: string) => void;
}

/** How a call ended: whether there is a run to read, and why there are no scores. */
export interface CallEnd {
  readonly hasRun: boolean;
  readonly error: Fault | null;
}

const FIRST_PAUSE_MS = 150;
const MAX_MISSES = 10;
const WITHOUT_SCORES = new Set(['INVALID', 'NEEDS_REVIEW', 'FAILED', 'CANCELLED']);
const UNREADABLE = new Set(['REFUSED', 'QUARANTINED', 'HELD', 'SPLIT']);

const CODES: Readonly<Record<string, Fault>> = {
  INVALID: { code: 'OUTPUT_INVALID', message: "The judge's answer failed its checks, so there are no scores." },
  NEEDS_REVIEW: { code: 'OUTPUT_INVALID', message: 'A person has to look at this call before it has scores.' },
  FAILED: { code: 'INTERNAL_SERVER_ERROR', message: 'The judge could not be asked.' },
  CANCELLED: { code: 'RUN_CANCELLED', message: 'The scoring was cancelled.' },
  SPLIT: { code: 'BAD_USER_INPUT', message: 'The file holds several calls. Each is scored as a call of its own.' },
  HELD: { code: 'TRANSCRIPT_NOT_READY', message: 'The transcript is held back for its quality.' },
};

const faultOf = (status: string, error: Fault | null): Fault =>
  error ?? CODES[status] ?? { code: 'INTERNAL_SERVER_ERROR', message: `The call ended ${status} without a reason.` };

const endOf = ({ status, error, currentRun, runs }: Snapshot): CallEnd | null => {
  if (currentRun?.status === 'SCORED') return { hasRun: true, error: null };
  if (currentRun && WITHOUT_SCORES.has(currentRun.status)) {
    return { hasRun: true, error: faultOf(currentRun.status, currentRun.error) };
  }
  if (currentRun) return null;
  if (UNREADABLE.has(status) || error) return { hasRun: false, error: faultOf(status, error) };
  const cancelled = runs.edges[0]?.node.status === 'CANCELLED';
  return cancelled ? { hasRun: false, error: faultOf('CANCELLED', null) } : null;
};

/** Polls once; tolerates a few failures in a row, as of a server that restarts. */
const poll = async (client: Client, id: string, misses: { count: number }): Promise<Snapshot | null> => {
  try {
    const { transcript } = await client.query<{ transcript: Snapshot | null }>(CALL_STATUS, { id });
    if (!transcript) throw new CallError('NOT_FOUND', 'The server no longer knows the call.');
    misses.count = 0;
    return transcript;
  } catch (error) {
    misses.count += 1;
    if (error instanceof CallError && error.retryable && misses.count < MAX_MISSES) return null;
    throw error;
  }
};

const tooLate = (limitMs: number): CallEnd => {
  const message = `Not scored within ${Math.round(limitMs / 60_000)} minutes. The server goes on with it: look there later.`;
  return { hasRun: false, error: { code: 'TIMEOUT', message } };
};

/**
 * Polls a call in growing intervals until its scoring has ended.
 * @throws CallError if the server cannot be reached
 */
export const followCall = async (client: Client, id: string, options: FollowOptions): Promise<CallEnd> => {
  const { limitMs, mostPauseMs, pause, now, onPoll } = options;
  const deadline = now() + limitMs;
  const misses = { count: 0 };
  for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(wait * 1.5, mostPauseMs)) {
    const snapshot = await poll(client, id, misses);
    const end = snapshot && endOf(snapshot);
    if (end) return end;
    if (snapshot) onPoll(snapshot.currentRun?.waitingFor ?? snapshot.currentRun?.status ?? snapshot.status);
    if (now() >= deadline) return tooLate(limitMs);
    await pause(wait);
  }
};

import { countOf } from '../../../text/count-of.js';
import { CallError } from '../client/call-error.js';
import type { Client } from '../client/client.js';
import {
  CALL_STATUS,
  endOfCall,
  isOutdated,
  runOf,
  type CallEnd,
  type CallState,
  type WantedRun,
} from './call-state.js';

export interface FollowOptions {
  readonly wanted: WantedRun;
  /** Whether the file is read again just now, so that the run to come replaces one that is there. */
  readonly isReadAgain: boolean;
  /** Time limit in ms. */
  readonly limitMs: number;
  /** Longest pause between two polls, in ms. */
  readonly mostPauseMs: number;
  readonly pause: (ms: number) => Promise<unknown>;
  readonly now: () => number;
  /** Called after every poll with the state of the call, or with what its run waits for. */
  readonly onPoll: (status: string) => void;
}

const FIRST_PAUSE_MS = 150;
const MAX_MISSES = 10;
const UNREAD = new Set(['QUEUED', 'NORMALIZING']);
/** Runs are started again right after the reading; this is how long that may take. */
const RESTART_LIMIT_MS = 15_000;

/** Polls once; tolerates a few failures in a row, as of a server that restarts. */
const poll = async (client: Client, id: string, misses: { count: number }): Promise<CallState | null> => {
  try {
    const { transcript } = await client.query<{ transcript: CallState | null }>(CALL_STATUS, { id });
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
  const message = `Not scored within ${countOf(Math.round(limitMs / 60_000), 'minute')}. The server goes on with it: look there later.`;
  return { runId: null, error: { code: 'TIMEOUT', message } };
};

/** Tells of a state whether it may be the last one: not while the file is read again, nor before its run is started again. */
const openSettling = ({ isReadAgain, wanted, now }: FollowOptions) => {
  let readAt: number | null = null;
  return (state: CallState): boolean => {
    if (!isReadAgain) return true;
    if (UNREAD.has(state.status)) return false;
    readAt ??= now();
    const run = runOf(state, wanted);
    return !run || !isOutdated(state, run) || now() - readAt > RESTART_LIMIT_MS;
  };
};

const stageOf = ({ status, ...state }: CallState, wanted: WantedRun): string => {
  const run = UNREAD.has(status) ? null : runOf({ status, ...state }, wanted);
  return run?.waitingFor ?? run?.status ?? status;
};

/**
 * Polls a call in growing intervals until its scoring has ended.
 * @throws CallError if the server cannot be reached
 */
export const followCall = async (client: Client, id: string, options: FollowOptions): Promise<CallEnd> => {
  const { wanted, limitMs, mostPauseMs, pause, now, onPoll } = options;
  const deadline = now() + limitMs;
  const misses = { count: 0 };
  const isSettled = openSettling(options);
  for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(wait * 1.5, mostPauseMs)) {
    const state = await poll(client, id, misses);
    const end = state && isSettled(state) ? endOfCall(state, wanted) : null;
    if (end) return end;
    if (state) onPoll(stageOf(state, wanted));
    if (now() >= deadline) return tooLate(limitMs);
    await pause(wait);
  }
};

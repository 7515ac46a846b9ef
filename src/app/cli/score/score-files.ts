import { basename } from 'node:path';
import { setTimeout as pauseFor } from 'node:timers/promises';
import { asFault, CallError } from '../client/call-error.js';
import type { CallResult } from './call.js';
import type { Client, TakenFile } from '../client/client.js';
import { followCall } from './follow-call.js';
import { readBytes } from '../client/read-file.js';
import { readCall } from './read-call.js';

export interface FileToScore {
  readonly path: string;
  /** Content, where it is at hand; else `path` is read. */
  readonly bytes?: Uint8Array;
  /** Fields of the upload that are this file's own, e.g. `{ company, title }`. */
  readonly fields?: Readonly<Record<string, string>>;
}

export interface ScoreOptions {
  /** Fields of the upload for every file, e.g. `{ rep, model }`. */
  readonly fields?: Readonly<Record<string, string>>;
  /** How long a call may take in all, in ms; 10 minutes where left out. */
  readonly limitMs?: number;
  /** Longest pause between two looks at a call, in ms; a second where left out, longer for many calls. */
  readonly mostPauseMs?: number;
  readonly signal?: AbortSignal;
}

/** How far it all is, told at every change and while waiting. */
export interface ScoreProgress {
  /** Calls that ended, and all. */
  readonly done: number;
  readonly total: number;
  /** Ended calls and parts of the others: from 0 to `total`. */
  readonly progress: number;
  readonly file: string;
  /** State of that file: UPLOADING, one of a transcript or a run, or ENDED. */
  readonly stage: string;
  /** What became of that file, once its stage is ENDED. */
  readonly result: CallResult | null;
}

const LIMIT_MS = 10 * 60_000;
const UPLOADS_AT_ONCE = 4;
const MAX_PAUSE_MS = 1_000;
/** So that hundreds of calls under way do not ask more often than 50 times a second together. */
const PAUSE_PER_CALL_MS = 20;

/** Part of the way that a call in this state has behind it. */
const SHARES: Readonly<Record<string, number>> = {
  UPLOADING: 0.02,
  QUEUED: 0.1,
  NORMALIZING: 0.15,
  READY: 0.2,
  SCORING: 0.4,
  PROVIDER_BATCH: 0.4,
  VALIDATING: 0.8,
  CORRECTING: 0.6,
  ENDED: 1,
};

const openReport = (total: number, onProgress: (progress: ScoreProgress) => void) => {
  const shares = new Map<number, number>();
  let done = 0;
  return (at: number, file: string, stage: string, result: CallResult | null = null): void => {
    if (result) done += 1;
    shares.set(at, SHARES[stage] ?? 0);
    const progress = [...shares.values()].reduce((sum, share) => sum + share, 0);
    onProgress({ done, total, progress, file, stage, result });
  };
};

/** Lets so many pieces of work in at a time, in the order in which they come. */
const openGate = (places: number) => {
  const waiting: (() => void)[] = [];
  let free = places;
  return async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
};

/** @throws CallError for an archive of several files */
const onlyCall = (path: string, taken: readonly TakenFile[]): string => {
  if (taken.length === 1 && taken[0]?.transcript) return taken[0].transcript.id;
  const message = `${path} is an archive of ${taken.length} files. They were accepted; \`debrief upload\` tells of each.`;
  throw new CallError('BAD_USER_INPUT', message);
};

/**
 * Uploads files, waits until each is scored, and reads the scorecards. What goes wrong with a file is its result and
 * holds up no other.
 * @returns one result for each file, in their order
 */
export const scoreFiles = async (
  client: Client,
  files: readonly FileToScore[],
  options: ScoreOptions,
  onProgress: (progress: ScoreProgress) => void,
): Promise<CallResult[]> => {
  const { limitMs = LIMIT_MS, signal } = options;
  const report = openReport(files.length, onProgress);
  const gate = openGate(UPLOADS_AT_ONCE);
  const mostPauseMs = Math.max(options.mostPauseMs ?? MAX_PAUSE_MS, files.length * PAUSE_PER_CALL_MS);
  const pause = (ms: number): Promise<void> => pauseFor(ms, undefined, signal ? { signal } : {});

  const upload = async ({ path, bytes, fields }: FileToScore, at: number): Promise<string> => {
    signal?.throwIfAborted();
    report(at, path, 'UPLOADING');
    const { files: taken } = await client.upload({
      bytes: bytes ?? (await readBytes(path)),
      fileName: path === '-' ? 'stdin' : basename(path),
      fields: { ...options.fields, ...fields },
    });
    return onlyCall(path, taken);
  };
  const scoreOne = async (file: FileToScore, at: number): Promise<CallResult> => {
    const { path } = file;
    const id = await gate(() => upload(file, at));
    const onLook = (status: string): void => report(at, path, status);
    const end = await followCall(client, id, { limitMs, mostPauseMs, pause, now: Date.now, onLook });
    return { file: path, error: end.error, call: end.hasRun ? await readCall(client, id) : null };
  };
  return Promise.all(
    files.map(async (file, at) => {
      const result = await scoreOne(file, at).catch((error: unknown): CallResult => ({
        file: file.path,
        error: asFault(error),
        call: null,
      }));
      report(at, file.path, 'ENDED', result);
      return result;
    }),
  );
};

import { basename } from 'node:path';
import { setTimeout as pauseFor } from 'node:timers/promises';
import { asFault, CallError } from '../client/call-error.js';
import { openSemaphore } from '../../../async/semaphore.js';
import { countOf } from '../../../text/count-of.js';
import type { CallResult } from './call.js';
import type { Client, TakenFile } from '../client/client.js';
import type { WantedRun } from './call-state.js';
import { followCall } from './follow-call.js';
import { readAgain } from './read-again.js';
import { readBytes } from '../client/read-file.js';
import { readCall } from './read-call.js';
import { openScoreProgress, type ScoreProgress } from './score-progress.js';

export interface FileToScore {
  readonly path: string;
  /** Content; if missing, `path` is read. */
  readonly bytes?: Uint8Array;
  /** Fields of the upload for this file only, e.g. `{ company, title }`. */
  readonly fields?: Readonly<Record<string, string>>;
}

export interface ScoreOptions {
  /** Fields of the upload for every file, e.g. `{ rep, model }`. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Time limit for each call, in ms. Default: 10 minutes. */
  readonly limitMs?: number;
  /** Longest pause between two polls of a call, in ms. Default: a second, longer for many calls. */
  readonly mostPauseMs?: number;
  readonly signal?: AbortSignal;
}

const LIMIT_MS = 10 * 60_000;
const UPLOADS_AT_ONCE = 4;
const MAX_PAUSE_MS = 1_000;
/** Keeps the polls of hundreds of calls together below 50 a second. */
const PAUSE_PER_CALL_MS = 20;

/** @throws CallError for an archive of several files */
const onlyCall = (path: string, taken: readonly TakenFile[]): { id: string; isKnown: boolean } => {
  const [file] = taken;
  if (taken.length === 1 && file?.transcript) return { id: file.transcript.id, isKnown: file.duplicate };
  const message = `${path} is an archive of ${countOf(taken.length, 'file')}. They were accepted; \`debrief upload\` tells of each.`;
  throw new CallError('BAD_USER_INPUT', message);
};

const failed = ({ path }: FileToScore, error: unknown): CallResult => ({
  file: path,
  error: asFault(error),
  call: null,
});

const wantedOf = ({ model, rubric }: Readonly<Record<string, string>>): WantedRun => ({
  ...(model === undefined ? {} : { model }),
  ...(rubric === undefined ? {} : { rubric }),
});

/**
 * Uploads files, waits until each is scored, and reads the scorecards. A file that the server has already is
 * read again with what is said of it, and shown as the model and the rubric that are asked for scored it. The failure of a file is its result and does not
 * stop the others.
 * @returns one result for each file, in their order
 */
export const scoreFiles = async (
  client: Client,
  files: readonly FileToScore[],
  options: ScoreOptions,
  onProgress: (progress: ScoreProgress) => void,
): Promise<CallResult[]> => {
  const { limitMs = LIMIT_MS, signal } = options;
  const report = openScoreProgress(files.length, onProgress);
  const uploads = openSemaphore(UPLOADS_AT_ONCE);
  const mostPauseMs = Math.max(options.mostPauseMs ?? MAX_PAUSE_MS, files.length * PAUSE_PER_CALL_MS);
  const pause = (ms: number): Promise<void> => pauseFor(ms, undefined, signal ? { signal } : {});

  const upload = async ({ path, bytes, fields }: FileToScore, at: number) => {
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
    const { id, isKnown } = await uploads.enter(() => upload(file, at));
    const said = { ...options.fields, ...file.fields };
    const following = { wanted: wantedOf(said), limitMs, mostPauseMs, pause, now: Date.now };
    const isReadAgain = isKnown && (await readAgain(client, id, said, pause));
    const onPoll = (status: string): void => report(at, path, status);
    const { runId, error } = await followCall(client, id, { ...following, isReadAgain, onPoll });
    return { file: path, error, call: runId === null ? null : await readCall(client, id, runId) };
  };
  return Promise.all(
    files.map(async (file, at) => {
      const result = await scoreOne(file, at).catch((error: unknown) => failed(file, error));
      report(at, file.path, 'ENDED', result);
      return result;
    }),
  );
};

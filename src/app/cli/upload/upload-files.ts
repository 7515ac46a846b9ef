import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { asFault } from '../client/call-error.js';
import type { Client, TakenFile } from '../client/client.js';
import { readBytes } from '../client/read-file.js';
import type { UploadResult } from './upload-result.js';
import { withRetries, type RetryOptions } from './upload-retries.js';

export interface UploadOptions extends Pick<RetryOptions, 'pause'> {
  /** Fields of the upload for every file, e.g. `{ rep, score }`. */
  readonly fields: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Called when the upload of a file starts, is retried or ends. */
  readonly onProgress: (done: number, total: number, label: string) => void;
}

/** An uploaded file, which the server may not have read yet. */
export interface TakenResult extends UploadResult {
  readonly uploadId: string | null;
  /** Position in its upload. */
  readonly position: number;
}

const AT_ONCE = 4;
/** Largest archive that the server accepts. */
const MAX_BYTES = 50 * 1024 * 1024;

const resultOf = (path: string, uploadId: string, files: readonly TakenFile[]): TakenResult[] =>
  files.map(({ fileName, transcript, duplicate, error }, position) => ({
    file: files.length === 1 && fileName === basename(path) ? path : `${path}: ${fileName}`,
    outcome: error ? 'refused' : duplicate ? 'known' : 'accepted',
    transcriptId: transcript?.id ?? null,
    calls: null,
    error,
    uploadId,
    position,
  }));

const failed = (file: string, error: unknown): TakenResult => {
  const fault = asFault(error);
  const outcome = fault.code === 'INTERRUPTED' || isOutage(error) ? 'failed' : 'refused';
  return { file, outcome, transcriptId: null, calls: null, error: fault, uploadId: null, position: 0 };
};

/** Whether the error says nothing about the file itself. */
const isOutage = (error: unknown): boolean =>
  ['UNAVAILABLE', 'TIMEOUT', 'FILE_UNREADABLE', 'UNAUTHENTICATED', 'INTERNAL_SERVER_ERROR', 'QUOTA_EXCEEDED'].includes(
    asFault(error).code,
  );

/**
 * Uploads files, four at a time, and retries after failures of the network or the server under one idempotency key. The failure of a file is
 * its result and does not stop the others.
 * @returns results in the order of the files, one for each file of an archive
 */
export const uploadFiles = async (
  client: Client,
  paths: readonly string[],
  { fields, signal, pause, onProgress }: UploadOptions,
): Promise<TakenResult[]> => {
  const results: TakenResult[][] = paths.map(() => []);
  const queue = [...paths.entries()];
  let done = 0;
  const uploadOne = async (path: string): Promise<TakenResult[]> => {
    signal.throwIfAborted();
    const idempotencyKey = randomUUID();
    const bytes = await readBytes(path, MAX_BYTES);
    const file = { bytes, fileName: path === '-' ? 'stdin' : basename(path), fields: { ...fields, idempotencyKey } };
    const onRetry: RetryOptions['onRetry'] = ({ code }, pauseMs) =>
      onProgress(done, paths.length, `${basename(path)}: ${code}, again in ${Math.ceil(pauseMs / 1_000)} s`);
    const answer = await withRetries(() => client.upload(file), { pause, onRetry });
    return resultOf(path, answer.upload.id, answer.files);
  };
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [at, path] = next;
      onProgress(done, paths.length, `${basename(path)}: uploading`);
      results[at] = await uploadOne(path).catch((error: unknown) => [failed(path, error)]);
      done += 1;
      onProgress(done, paths.length, `${basename(path)}: ${results[at][0]?.outcome ?? 'empty'}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return results.flat();
};

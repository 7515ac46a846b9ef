import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { withTimeout } from '../../async/with-timeout.js';
import { AppError } from '../../errors/app-error.js';
import type { Corrector, Normalizer } from './normalizer.js';
import { fromThreadFailure, type ThreadAnswer, type ThreadData, type ThreadRequest } from './thread-protocol.js';
import type { FileReading } from '../normalizing/read-file.js';

interface NormalizerOptions {
  /** The thread loads these plugins itself. */
  readonly pluginsFile: string;
  /** Time limit for one file, in ms. */
  readonly timeoutMs?: number;
  /** Heap of the thread, in MB. */
  readonly maxHeapMb?: number;
}

/** A job that reads a file has 60 s. */
const TIMEOUT_MS = 50_000;
const MAX_HEAP_MB = 512;
/** By default the engine reserves several times as much for short-lived objects. */
const YOUNG_HEAP_MB = 32;

const startThread = ({ pluginsFile, maxHeapMb = MAX_HEAP_MB }: NormalizerOptions): Worker => {
  const thread = new Worker(new URL('./normalizer-thread.js', import.meta.url), {
    workerData: { pluginsFile } satisfies ThreadData,
    resourceLimits: { maxOldGenerationSizeMb: maxHeapMb, maxYoungGenerationSizeMb: YOUNG_HEAP_MB },
  });
  // An idle thread keeps no process alive.
  thread.unref();
  return thread;
};

const failed = (answer: ThreadAnswer): AppError =>
  'failure' in answer
    ? fromThreadFailure(answer.failure)
    : new AppError('INTERNAL_SERVER_ERROR', 'The thread that reads files answered another request.');

/** The same file would exhaust the next thread as well. */
const TOO_MUCH: FileReading = {
  outcome: 'REFUSED',
  code: 'TRANSCRIPT_TOO_LONG',
  message: 'Reading the file takes more memory than one file may take. Split the recording.',
  format: null,
  encoding: null,
};

const isOutOfMemory = (error: unknown): boolean =>
  error instanceof AppError && (error.cause as { code?: unknown } | undefined)?.code === 'ERR_WORKER_OUT_OF_MEMORY';

const asFault = (cause: unknown): AppError =>
  cause instanceof AppError
    ? cause
    : new AppError('UNAVAILABLE', 'Reading the file ended the thread that reads files.', { cause });

/** The answer to a request, or the end of the thread, whichever is first. */
const answerOf = async (thread: Worker, request: ThreadRequest, signal: AbortSignal): Promise<ThreadAnswer> => {
  const answer = once(thread, 'message', { signal }) as Promise<[ThreadAnswer]>;
  const exit = once(thread, 'exit', { signal }).then(() => {
    throw new AppError('UNAVAILABLE', 'The thread that reads files ended.');
  });
  thread.postMessage(request);
  return (await Promise.race([answer, exit]))[0];
};

/** One answer to one request. */
const ask = async (thread: Worker, request: ThreadRequest, timeoutMs: number): Promise<ThreadAnswer> => {
  const answered = new AbortController();
  const toError = () => new AppError('TIMEOUT', `The file could not be read within ${timeoutMs / 1_000} s.`);
  const work = (limit: AbortSignal) => answerOf(thread, request, AbortSignal.any([answered.signal, limit]));
  thread.ref();
  try {
    return await withTimeout(timeoutMs, work, { toError });
  } catch (error) {
    throw asFault(error);
  } finally {
    // Takes the listeners off the thread.
    answered.abort();
    thread.unref();
  }
};

/**
 * Reads files and corrects normalizations one after the other in a separate thread, which the first request starts. A thread that timed out or
 * died is replaced with the next request.
 */
export const openNormalizer = (options: NormalizerOptions): Normalizer & Corrector => {
  const { timeoutMs = TIMEOUT_MS } = options;
  let thread: Worker | null = null;
  let last: Promise<unknown> = Promise.resolve();
  const askNext = async (request: ThreadRequest): Promise<ThreadAnswer> => {
    const used = (thread ??= startThread(options));
    try {
      return await ask(used, request, timeoutMs);
    } catch (error) {
      thread = null;
      await used.terminate();
      if (isOutOfMemory(error)) return { reading: TOO_MUCH };
      throw error;
    }
  };
  const inTurn = (request: ThreadRequest): Promise<ThreadAnswer> => {
    const answer = last.then(() => askNext(request));
    // The caller gets the failure from `answer`; the queue only waits for the end.
    last = answer.catch(() => undefined);
    return answer;
  };
  return {
    read: async (bytes, options) => {
      const answer = await inTurn({ bytes, options });
      if ('reading' in answer) return answer.reading;
      throw failed(answer);
    },
    correct: async (normalization, corrections) => {
      const answer = await inTurn({ normalization, corrections });
      if ('correction' in answer) return answer.correction;
      throw failed(answer);
    },
    close: async () => {
      await thread?.terminate();
      thread = null;
    },
  };
};

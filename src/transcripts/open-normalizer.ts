import { Worker } from 'node:worker_threads';
import { AppError } from '../errors/app-error.js';
import type { ThreadAnswer, ThreadData, ThreadRequest } from './normalizer-thread.js';
import type { Normalizer } from './normalizer.js';
import type { FileReading } from './read-file.js';

interface NormalizerOptions {
  /** The thread loads these plugins itself. */
  readonly pluginsFile: string;
  /** Longest time for one file, in ms. */
  readonly timeoutMs?: number;
}

/** A job that reads a file has 60 s. */
const TIMEOUT_MS = 50_000;
const MAX_HEAP_MB = 512;

const startThread = (pluginsFile: string): Worker => {
  const thread = new Worker(new URL('./normalizer-thread.js', import.meta.url), {
    workerData: { pluginsFile } satisfies ThreadData,
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
  });
  // An idle thread keeps no process alive.
  thread.unref();
  return thread;
};

const unwrap = (answer: ThreadAnswer): FileReading => {
  if ('reading' in answer) return answer.reading;
  throw new AppError('UNAVAILABLE', `The file could not be read: ${answer.failure.slice(0, 200)}`);
};

/** One answer to one request; a thread that does not answer in time, or ends, is of no further use. */
const ask = (thread: Worker, request: ThreadRequest, timeoutMs: number): Promise<FileReading> =>
  new Promise((resolve, reject) => {
    const settle = (end: () => void): void => {
      clearTimeout(timer);
      thread.removeAllListeners();
      thread.unref();
      end();
    };
    const fail = (error: AppError): void => settle(() => reject(error));
    const tooLong = new AppError('TIMEOUT', `The file could not be read within ${timeoutMs / 1_000} s.`);
    const timer = setTimeout(() => fail(tooLong), timeoutMs);
    thread.ref();
    thread.once('message', (answer: ThreadAnswer) => {
      settle(() => {
        try {
          resolve(unwrap(answer));
        } catch (error) {
          reject(error as AppError);
        }
      });
    });
    thread.once('error', (cause) => fail(new AppError('UNAVAILABLE', 'Reading the file ended its thread.', { cause })));
    thread.once('exit', () => fail(new AppError('UNAVAILABLE', 'The thread that reads files ended.')));
    thread.postMessage(request);
  });

/** Reads files one after the other in a thread of their own, started with the first one and again after it died. */
export const openNormalizer = ({ pluginsFile, timeoutMs = TIMEOUT_MS }: NormalizerOptions): Normalizer => {
  let thread: Worker | null = null;
  let last: Promise<unknown> = Promise.resolve();
  const readNext = async (request: ThreadRequest): Promise<FileReading> => {
    const used = (thread ??= startThread(pluginsFile));
    try {
      return await ask(used, request, timeoutMs);
    } catch (error) {
      thread = null;
      await used.terminate();
      throw error;
    }
  };
  return {
    read: (bytes, options) => {
      const reading = last.then(() => readNext({ bytes, options }));
      last = reading.catch(() => undefined);
      return reading;
    },
    close: async () => {
      await thread?.terminate();
      thread = null;
    },
  };
};

import { parentPort, workerData } from 'node:worker_threads';
import { silentLogger } from '../../logging/logger.js';
import { loadPlugins } from '../../plugin-host/load-plugins.js';
import { correctNormalization, type Correction } from '../normalizing/correct-normalization.js';
import type { CurrentNormalization } from '../current-normalization.js';
import { readFile, type FileReading, type ReadFileOptions } from '../normalizing/read-file.js';
import type { SpeakerCorrection } from '../speaker-correction.js';

/** What the thread is started with. */
export interface ThreadData {
  readonly pluginsFile: string;
}

/** A file to be read, or a form to be corrected. */
export type ThreadRequest =
  | { readonly bytes: Uint8Array; readonly options: ReadFileOptions }
  | { readonly form: CurrentNormalization; readonly corrections: readonly SpeakerCorrection[] };

export type ThreadAnswer =
  { readonly reading: FileReading } | { readonly correction: Correction } | { readonly failure: string };

const { pluginsFile } = workerData as ThreadData;

// Plugins hold functions, which cannot be sent: the thread loads its own.
const tools = loadPlugins({
  configFile: pluginsFile,
  logger: silentLogger,
  secrets: (name) => process.env[name],
}).then(({ catalog: { parsers, metrics } }) => ({ parsers, metrics }));

const answer = async (request: ThreadRequest): Promise<ThreadAnswer> => {
  try {
    const { parsers, metrics } = await tools;
    if ('form' in request) return { correction: correctNormalization(request.form, request.corrections, metrics) };
    return { reading: readFile(request.bytes, request.options, { parsers, metrics }) };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : 'unknown fault' };
  }
};

parentPort?.on('message', (request: ThreadRequest) => {
  void answer(request).then((given) => parentPort?.postMessage(given));
});

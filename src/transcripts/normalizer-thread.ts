import { parentPort, workerData } from 'node:worker_threads';
import { silentLogger } from '../logging/logger.js';
import { loadPlugins } from '../plugin-host/load-plugins.js';
import { readFile, type FileReading, type ReadFileOptions } from './read-file.js';

/** What the thread is started with. */
export interface ThreadData {
  readonly pluginsFile: string;
}

export interface ThreadRequest {
  readonly bytes: Uint8Array;
  readonly options: ReadFileOptions;
}

export type ThreadAnswer = { readonly reading: FileReading } | { readonly failure: string };

const { pluginsFile } = workerData as ThreadData;

// Plugins hold functions, which cannot be sent: the thread loads its own.
const tools = loadPlugins({
  configFile: pluginsFile,
  logger: silentLogger,
  secrets: (name) => process.env[name],
}).then(({ catalog: { parsers, metrics } }) => ({ parsers, metrics }));

const answer = async ({ bytes, options }: ThreadRequest): Promise<ThreadAnswer> => {
  try {
    return { reading: readFile(bytes, options, await tools) };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : 'unknown fault' };
  }
};

parentPort?.on('message', (request: ThreadRequest) => {
  void answer(request).then((given) => parentPort?.postMessage(given));
});

import { parentPort, workerData } from 'node:worker_threads';
import { silentLogger } from '../../logging/logger.js';
import { loadPlugins } from '../../plugin-host/load-plugins.js';
import { correctNormalization } from '../normalizing/correct-normalization.js';
import { readFile, type FileTools } from '../normalizing/read-file.js';
import { toThreadFailure, type ThreadAnswer, type ThreadData, type ThreadRequest } from './thread-protocol.js';

const { pluginsFile } = workerData as ThreadData;

// Plugins hold functions, which cannot be sent: the thread loads its own.
const tools = loadPlugins({
  configFile: pluginsFile,
  logger: silentLogger,
  secrets: (name) => process.env[name],
}).then(({ catalog: { parsers, metrics } }) => ({ parsers, metrics }));

const work = (request: ThreadRequest, { parsers, metrics }: FileTools): ThreadAnswer => {
  try {
    if ('normalization' in request) {
      return { correction: correctNormalization(request.normalization, request.corrections, metrics) };
    }
    return { reading: readFile(request.bytes, request.options, { parsers, metrics }) };
  } catch (error) {
    return { failure: toThreadFailure(error) };
  }
};

/** The process loaded the same plugins, so the cause is likely to be temporary. */
const notLoaded = (error: unknown): ThreadAnswer => ({
  failure: {
    ...toThreadFailure(error),
    code: 'UNAVAILABLE',
    message: 'The thread that reads files could not load the plugins.',
  },
});

parentPort?.on('message', (request: ThreadRequest) => {
  void tools.then((loaded) => work(request, loaded), notLoaded).then((answer) => parentPort?.postMessage(answer));
});

import { basename } from 'node:path';
import { silentLogger } from '../../../logging/logger.js';
import { loadPlugins } from '../../../plugin-host/load-plugins.js';
import { normalizeFile } from '../../../transcripts/normalizing/normalize-file.js';
import { inspectionOf, type Inspection } from './inspection.js';
import { readBytes } from '../client/read-bytes.js';

export interface InspectOptions {
  readonly pluginsFile: string;
  readonly format?: string;
  readonly rep?: string;
  readonly customer?: string;
}

/**
 * Reads a file as ingestion would, without a server and without storing anything; `-` is the standard input.
 * @throws CallError FILE_UNREADABLE, PAYLOAD_TOO_LARGE
 * @throws AppError where the plugins cannot be loaded
 */
export const inspectFile = async (path: string, { pluginsFile, ...options }: InspectOptions): Promise<Inspection> => {
  const bytes = await readBytes(path);
  const plugins = await loadPlugins({
    configFile: pluginsFile,
    logger: silentLogger,
    secrets: (name) => process.env[name],
  });
  try {
    const { parsers } = plugins.catalog;
    const named = path === '-' ? {} : { fileName: basename(path) };
    return inspectionOf(normalizeFile(bytes, { ...options, ...named, parsers }));
  } finally {
    await plugins.dispose();
  }
};

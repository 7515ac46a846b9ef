import path from 'node:path';
import { TimeoutError, withTimeout } from '../async/with-timeout.js';
import type { Logger } from '../logging/logger.js';
import type { Contributions, Plugin, PluginHost } from '../plugin-api/index.js';
import { type PluginCatalog, buildCatalog, type LoadedPlugin } from './catalog.js';
import { checkContributions } from './check-contributions.js';
import { checkPlugin, checkPluginConfig } from './check-plugin.js';
import { importPlugin } from './import-plugin.js';
import { installPluginApiHook } from './plugin-api-hook.js';
import { type PluginEntry, readPluginConfig } from './read-plugin-config.js';
import { messageOf, pluginFault } from './plugin-fault.js';

export interface PluginRuntime {
  readonly catalog: PluginCatalog;
  /** Disposes the plugins in reverse order of setup. A fault of one is logged and does not stop the others. */
  dispose(): Promise<void>;
}

type LoadPluginsOptions = {
  readonly logger: Logger;
  /** The value of the secret with that name. */
  readonly secrets: (name: string) => string | undefined;
  /** Limit of each setup and each dispose; 5 s where left out. */
  readonly timeLimitMs?: number;
} & (
  | { readonly configFile: string; readonly resolveFrom?: string }
  | { readonly entries: readonly PluginEntry[]; readonly resolveFrom: string }
);

interface Loading {
  readonly options: LoadPluginsOptions;
  readonly timeLimitMs: number;
  readonly loaded: LoadedPlugin[];
}

const readEntries = async (options: LoadPluginsOptions): Promise<readonly PluginEntry[]> => {
  const entries = 'entries' in options ? options.entries : await readPluginConfig(options.configFile);
  return entries.filter(({ enabled }) => enabled ?? true);
};

const folderOf = (options: LoadPluginsOptions): string =>
  path.resolve(options.resolveFrom ?? ('configFile' in options ? path.dirname(options.configFile) : '.'));

const hostFor = (plugin: Plugin, { logger, secrets }: LoadPluginsOptions): PluginHost => ({
  logger: logger.child({ plugin: plugin.name }),
  secret: (name) => secrets(name),
});

/** A setup that ends after its limit must not leave its connections open. */
const disposeLate = (work: Promise<Contributions>, plugin: string, logger: Logger): void =>
  void work
    .then((late) => late.dispose?.())
    .catch((error: unknown) => logger.warn({ plugin, err: error }, 'plugin failed after the limit of its setup'));

const setUp = async (plugin: Plugin, config: unknown, { options, timeLimitMs }: Loading): Promise<unknown> => {
  const work = Promise.resolve().then(() => plugin.setup(config, hostFor(plugin, options)));
  return withTimeout(timeLimitMs, () => work).catch((error: unknown) => {
    if (error instanceof TimeoutError) disposeLate(work, plugin.name, options.logger);
    throw pluginFault('PLUGIN_SETUP_FAILED', plugin.name, `its setup failed: ${messageOf(error)}`, error);
  });
};

const loadOne = async (entry: PluginEntry, loading: Loading): Promise<LoadedPlugin> => {
  const plugin = checkPlugin(entry.name, await importPlugin(entry.name, folderOf(loading.options)));
  if (loading.loaded.some((other) => other.plugin.name === plugin.name)) {
    throw pluginFault('PLUGIN_DUPLICATE', plugin.name, 'it is enabled twice. Remove one entry.');
  }
  const config = checkPluginConfig(plugin, entry.config ?? {});
  const answer = await setUp(plugin, config, loading);
  return { plugin, contributions: checkContributions(plugin, answer) };
};

const disposeAll = async ({ options, timeLimitMs, loaded }: Loading): Promise<void> => {
  for (const { plugin, contributions } of loaded.splice(0).reverse()) {
    const work = Promise.resolve().then(() => contributions.dispose?.());
    await withTimeout(timeLimitMs, () => work).catch((error: unknown) =>
      options.logger.warn({ plugin: plugin.name, err: error }, 'plugin did not dispose cleanly'),
    );
  }
};

/**
 * Loads the enabled plugins: resolve, check shape and API version, check config, set up, register.
 * @throws AppError CONFIG_INVALID for the file itself, PLUGIN_* for a plugin; what was set up by then is disposed.
 */
export const loadPlugins = async (options: LoadPluginsOptions): Promise<PluginRuntime> => {
  const entries = await readEntries(options);
  const loading: Loading = { options, timeLimitMs: options.timeLimitMs ?? 5_000, loaded: [] };
  const removeHook = installPluginApiHook();
  const dispose = () => disposeAll(loading).finally(removeHook);
  try {
    for (const entry of entries) loading.loaded.push(await loadOne(entry, loading));
    return { catalog: buildCatalog(loading.loaded), dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
};

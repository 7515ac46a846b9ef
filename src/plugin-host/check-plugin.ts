import { isPlugin, PLUGIN_API_VERSION, type Plugin } from '../plugin-api/index.js';
import { pluginFault } from './plugin-fault.js';

const NAME = /^[a-z][a-z0-9-]{0,63}$/;
const VERSION = /^\d{1,9}\.\d{1,9}\.\d{1,9}(?:[-+][0-9A-Za-z.+-]{1,100})?$/;

const faultOf = (plugin: Plugin): string | null => {
  const { name, version, description, setup, configSchema } = plugin as unknown as Record<string, unknown>;
  if (typeof name !== 'string' || !NAME.test(name)) return 'its name must be lower-case letters, digits and dashes';
  if (typeof version !== 'string' || !VERSION.test(version)) return 'its version must be semantic, such as 1.2.0';
  if (typeof description !== 'string' || description === '') return 'it needs a description';
  if (typeof setup !== 'function') return 'it needs a function setup(config, host)';
  const schemaFits = configSchema === undefined || (typeof configSchema === 'object' && configSchema !== null);
  return schemaFits ? null : 'its configSchema must be a JSON Schema';
};

/** Checks what a plugin module exports. Throws PLUGIN_INVALID or PLUGIN_API_MISMATCH. */
export const checkPlugin = (entryName: string, exported: unknown): Plugin => {
  if (!isPlugin(exported)) {
    throw pluginFault('PLUGIN_INVALID', entryName, 'its default export must be what definePlugin({ … }) returns.');
  }
  const apiVersion: unknown = exported.apiVersion;
  if (apiVersion !== PLUGIN_API_VERSION) {
    const made = `is made for plugin API ${String(apiVersion)}, this host speaks ${PLUGIN_API_VERSION}.`;
    throw pluginFault('PLUGIN_API_MISMATCH', entryName, `${made} Install a version of the plugin made for it.`);
  }
  const fault = faultOf(exported);
  if (fault !== null) throw pluginFault('PLUGIN_INVALID', entryName, `${fault}.`);
  return exported;
};

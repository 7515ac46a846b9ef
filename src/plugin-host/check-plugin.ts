import { isPlugin, type JsonSchema, type Plugin, PLUGIN_API_VERSION } from '../plugin-api/index.js';
import { messageOf, pluginFault } from './plugin-fault.js';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';

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

const NO_CONFIG: JsonSchema = { type: 'object', properties: {}, additionalProperties: false };

const compile = (plugin: Plugin): ValidateFunction => {
  try {
    return new Ajv({ useDefaults: true, allErrors: true }).compile({ ...(plugin.configSchema ?? NO_CONFIG) });
  } catch (error) {
    throw pluginFault('PLUGIN_INVALID', plugin.name, `its configSchema does not compile: ${messageOf(error)}`, error);
  }
};

const describe = (error: ErrorObject): string => {
  const extra = (error.params as { additionalProperty?: string }).additionalProperty;
  return `config${error.instancePath} ${error.message ?? 'is wrong'}${extra === undefined ? '' : ` ("${extra}")`}`;
};

/**
 * Checks a plugin's config against its schema and fills in the schema's defaults, in a copy.
 * A plugin without a schema takes no config. Throws PLUGIN_CONFIG_INVALID with all faults.
 */
export const checkPluginConfig = (plugin: Plugin, config: Readonly<Record<string, unknown>>): unknown => {
  const fits = compile(plugin);
  const copy: unknown = structuredClone(config);
  if (fits(copy)) return copy;
  const faults = (fits.errors ?? []).map(describe).join('; ');
  throw pluginFault('PLUGIN_CONFIG_INVALID', plugin.name, `${faults}. Correct it in plugins.config.json.`);
};

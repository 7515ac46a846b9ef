import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import type { JsonSchema, Plugin } from '../plugin-api/index.js';
import { messageOf, pluginFault } from './plugin-fault.js';

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

import { AppError } from '../errors/app-error.js';
import type { ModelProvider } from '../plugin-api/index.js';
import type { PluginCatalog } from './catalog.js';

export interface ModelAddress {
  readonly provider: ModelProvider;
  /** The provider's own name of the model; may itself hold slashes. */
  readonly model: string;
  /** The address in full, `provider/model`, also if only the provider was named. */
  readonly address: string;
}

const PROVIDER = /^[a-z][a-z0-9_-]{0,63}$/;
/** What services use in names of models: `ft:gpt-4o:acme::id`, `meta-llama/Llama-3-8B@v2`. */
const MODEL = /^[\w.:@+/-]{1,200}$/;

type Catalog = Pick<PluginCatalog, 'modelProvider'>;

/**
 * Reads `provider/model`, or a provider's name alone for its default model.
 * @throws AppError MODEL_ADDRESS_INVALID, or PROVIDER_UNKNOWN with the names that exist.
 */
export const parseModelAddress = (address: string, catalog: Catalog): ModelAddress => {
  const slash = address.indexOf('/');
  const name = slash === -1 ? address : address.slice(0, slash);
  const named = slash === -1 ? null : address.slice(slash + 1);
  if (!PROVIDER.test(name) || (named !== null && !MODEL.test(named))) {
    const shown = JSON.stringify(address.slice(0, 100));
    throw new AppError(
      'MODEL_ADDRESS_INVALID',
      `${shown} is not a model address. Write provider/model, such as openai/gpt-5-mini.`,
    );
  }
  const provider = catalog.modelProvider(name);
  const model = named ?? provider.defaultModel;
  return { provider, model, address: `${name}/${model}` };
};

/** The same for a field of an input: the error names its path. */
export const modelAddressOfInput = (address: string, catalog: Catalog, path: readonly string[]): ModelAddress => {
  try {
    return parseModelAddress(address, catalog);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError(error.code, error.message, { cause: error, path: ['input', ...path] });
  }
};

/** The same for an address that was stored: null where its provider is no longer there. */
export const findModelAddress = (address: string, catalog: Catalog): ModelAddress | null => {
  try {
    return parseModelAddress(address, catalog);
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
};

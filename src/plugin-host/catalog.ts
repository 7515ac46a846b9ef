import { AppError } from '../errors/app-error.js';
import type {
  BasePrompt,
  Contributions,
  Evaluator,
  ModelProvider,
  Plugin,
  Rubric,
  TranscriptMetric,
  TranscriptParser,
  Validator,
} from '../plugin-api/index.js';
import { pluginFault } from './plugin-fault.js';

export interface LoadedPlugin {
  readonly plugin: Plugin;
  readonly contributions: Contributions;
}

interface PluginInfo {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** Full names by kind: `{ validators: ['score-checks/turn-exists'] }`. */
  readonly contributions: Readonly<Partial<Record<ContributionKind, readonly string[]>>>;
}

type ContributionKind = Exclude<keyof Contributions, 'dispose'>;

/** Everything that the enabled plugins bring, by kind. */
export interface PluginCatalog {
  readonly parsers: readonly TranscriptParser[];
  readonly metrics: readonly TranscriptMetric[];
  readonly rubrics: readonly Rubric[];
  readonly prompts: readonly BasePrompt[];
  readonly evaluators: readonly Evaluator[];
  /** Lowest order first; the codes of their issues are prefixed: `plugin/CODE`. */
  readonly validators: readonly Validator[];
  readonly modelProviders: readonly ModelProvider[];
  readonly plugins: readonly PluginInfo[];
  /** Throws EVALUATOR_UNKNOWN, naming those that exist. */
  evaluator(name: string): Evaluator;
  /** Throws PROVIDER_UNKNOWN, naming those that exist. */
  modelProvider(name: string): ModelProvider;
}

type Item = Readonly<Record<string, unknown>>;

/** Unique name of a contribution within its kind. */
const nameOf = (kind: ContributionKind, item: object): string => {
  const { name, key, format, version, number } = item as Item;
  if (kind === 'transcriptParsers') return String(format);
  if (kind === 'prompts') return `${String(key)}@${String(number)}`;
  return kind === 'rubrics' ? `${String(key)}@${String(version)}` : String(name);
};

const itemsOf = ({ contributions }: LoadedPlugin): [ContributionKind, object][] =>
  (Object.entries(contributions) as [string, unknown][])
    .filter(([kind, items]) => kind !== 'dispose' && Array.isArray(items))
    .flatMap(([kind, items]) =>
      (items as object[]).map((item): [ContributionKind, object] => [kind as ContributionKind, item]),
    );

const refuseDuplicates = (loaded: readonly LoadedPlugin[]): void => {
  const owners = new Map<string, string>();
  for (const one of loaded) {
    for (const [kind, item] of itemsOf(one)) {
      const id = `${kind}:${nameOf(kind, item)}`;
      const other = owners.get(id);
      if (other !== undefined) {
        const what = `brings ${kind} "${nameOf(kind, item)}", which "${other}" brings too. Disable or rename one.`;
        throw pluginFault('PLUGIN_DUPLICATE', one.plugin.name, what);
      }
      owners.set(id, one.plugin.name);
    }
  }
};

const withPrefix = (validator: Validator, plugin: string): Validator => ({
  name: validator.name,
  description: validator.description,
  order: validator.order,
  ...(validator.optionsSchema === undefined ? {} : { optionsSchema: validator.optionsSchema }),
  validate: (input, options) =>
    validator.validate(input, options).map((issue) => ({ ...issue, code: `${plugin}/${issue.code}` })),
});

const infoOf = (one: LoadedPlugin): PluginInfo => {
  const { name, version, description } = one.plugin;
  const contributions: Partial<Record<ContributionKind, string[]>> = {};
  for (const [kind, item] of itemsOf(one)) (contributions[kind] ??= []).push(`${name}/${nameOf(kind, item)}`);
  return { name, version, description, contributions };
};

const lookUp = <T extends { readonly name: string }>(
  code: 'EVALUATOR_UNKNOWN' | 'PROVIDER_UNKNOWN',
  what: string,
  items: readonly T[],
  name: string,
): T => {
  const found = items.find((item) => item.name === name);
  if (found !== undefined) return found;
  const known = items.map((item) => item.name).join(', ') || 'none';
  throw new AppError(code, `There is no ${what} "${name}". Enabled: ${known}.`);
};

/** Throws PLUGIN_DUPLICATE where two plugins bring the same name. */
export const buildCatalog = (loaded: readonly LoadedPlugin[]): PluginCatalog => {
  refuseDuplicates(loaded);
  const all = <T>(pick: (contributions: Contributions) => readonly T[] | undefined): T[] =>
    loaded.flatMap(({ contributions }) => pick(contributions) ?? []);
  const evaluators = all(({ evaluators: items }) => items);
  const modelProviders = all(({ modelProviders: items }) => items);
  return {
    parsers: all(({ transcriptParsers }) => transcriptParsers),
    metrics: all(({ transcriptMetrics }) => transcriptMetrics),
    rubrics: all(({ rubrics }) => rubrics),
    prompts: all(({ prompts }) => prompts),
    evaluators,
    validators: loaded
      .flatMap(({ plugin, contributions }) => (contributions.validators ?? []).map((v) => withPrefix(v, plugin.name)))
      .sort((a, b) => a.order - b.order),
    modelProviders,
    plugins: loaded.map(infoOf),
    evaluator: (name) => lookUp('EVALUATOR_UNKNOWN', 'evaluator', evaluators, name),
    modelProvider: (name) => lookUp('PROVIDER_UNKNOWN', 'model provider', modelProviders, name),
  };
};

import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import {
  isPlugin,
  PLUGIN_API_VERSION,
  type Contributions,
  type Plugin,
  type PluginHost,
  type PluginLogger,
} from 'debrief/plugin-api';
import { describeEvaluators } from './describe-evaluators.js';
import { describeMetrics } from './describe-metrics.js';
import { describeParsers } from './describe-parsers.js';
import { describeProviders } from './describe-providers.js';
import { describeRubrics } from './describe-rubrics.js';
import { describeValidators } from './describe-validators.js';
import { NAME } from './patterns.js';
import { sampleRubric } from './sample-rubric.js';

export interface ContractOptions {
  /** The plugin's config, where it needs one. */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly secrets?: Readonly<Record<string, string>>;
  /** Runs of each property; 100 where left out. */
  readonly runs?: number;
}

const silent: PluginLogger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

const host = (secrets: Readonly<Record<string, string>>): PluginHost => ({
  logger: silent,
  secret: (name) => secrets[name],
});

const describeDefinition = (plugin: Plugin): void => {
  it('is made by definePlugin for this version of the contract', () => {
    expect(isPlugin(plugin)).toBe(true);
    expect(plugin.apiVersion).toBe(PLUGIN_API_VERSION);
    expect(plugin.name).toMatch(NAME);
    expect(plugin.version).toMatch(/^\d+\.\d+\.\d+/);
    expect(plugin.description).not.toBe('');
  });

  it('has a config schema that compiles and says what it may hold', () => {
    const schema = plugin.configSchema;
    if (schema === undefined) return;
    expect(() => new Ajv({ useDefaults: true }).compile({ ...schema })).not.toThrow();
    expect(schema.type).toBe('object');
  });
};

const expectUniqueNames = (contributions: Contributions): void => {
  const names = [
    ...(contributions.transcriptParsers ?? []).map(({ format }) => `parser ${format}`),
    ...(contributions.transcriptMetrics ?? []).map(({ name }) => `metric ${name}`),
    ...(contributions.rubrics ?? []).map(({ key, version }) => `rubric ${key} ${version}`),
    ...(contributions.prompts ?? []).map(({ key, number }) => `prompt ${key} ${number}`),
    ...(contributions.evaluators ?? []).map(({ name }) => `evaluator ${name}`),
    ...(contributions.validators ?? []).map(({ name }) => `validator ${name}`),
    ...(contributions.modelProviders ?? []).map(({ name }) => `provider ${name}`),
  ];
  expect(names.length).toBeGreaterThan(0);
  expect(new Set(names).size).toBe(names.length);
};

/** The config with the schema's defaults, as the host would hand it over. */
const configFor = (plugin: Plugin, config: Readonly<Record<string, unknown>>): unknown => {
  const copy: unknown = structuredClone(config);
  if (plugin.configSchema !== undefined) new Ajv({ useDefaults: true }).compile({ ...plugin.configSchema })(copy);
  return copy;
};

/**
 * Declares the tests that every plugin must pass. Authors call it from a test file of their own, with top-level await:
 * `await describePluginContract(plugin, { config })`.
 */
export const describePluginContract = async (plugin: Plugin, options: ContractOptions = {}): Promise<void> => {
  const contributions = await plugin.setup(configFor(plugin, options.config ?? {}), host(options.secrets ?? {}));
  const runs = options.runs ?? 100;
  describe(`plugin ${plugin.name}`, () => {
    describeDefinition(plugin);
    it('brings something, under unique names', () => expectUniqueNames(contributions));
    describeParsers(contributions, runs);
    describeMetrics(contributions, runs);
    describeRubrics(contributions);
    describeEvaluators(contributions);
    describeValidators(contributions, contributions.rubrics?.[0] ?? sampleRubric, runs);
    describeProviders(contributions);
    it('disposes without a fault', async () => {
      await contributions.dispose?.();
    });
  });
};

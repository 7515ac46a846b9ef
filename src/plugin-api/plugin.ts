import type { Evaluator } from './evaluator.js';
import type { JsonSchema, PluginHost } from './host.js';
import type { ModelProvider } from './model-provider.js';
import type { Rubric } from './rubric.js';
import type { TranscriptMetric, TranscriptParser } from './transcript.js';
import type { Validator } from './validator.js';

/** A prompt version that a plugin ships. The core seeds it as published; texts under the same key and number never change. */
export interface BasePrompt {
  /** Name of the prompt, lower-case with dashes: `base`. */
  readonly key: string;
  /** Number of the version, from 1. */
  readonly number: number;
  readonly commitMessage: string;
  readonly text: string;
}

/** Version of this contract. A plugin made for another version is refused at start. */
export const PLUGIN_API_VERSION = 1;

/** What a plugin brings. Names must be unique within a kind across all plugins. */
export interface Contributions {
  readonly transcriptParsers?: readonly TranscriptParser[];
  readonly transcriptMetrics?: readonly TranscriptMetric[];
  readonly rubrics?: readonly Rubric[];
  readonly prompts?: readonly BasePrompt[];
  readonly evaluators?: readonly Evaluator[];
  readonly validators?: readonly Validator[];
  readonly modelProviders?: readonly ModelProvider[];
  /** Called once when the host stops, in reverse order of setup. */
  dispose?(): void | Promise<void>;
}

export interface PluginDefinition<Config = unknown> {
  /** Lower-case letters, digits and dashes; prefix of everything the plugin registers and of its error codes. */
  readonly name: string;
  /** The plugin's own semantic version. */
  readonly version: string;
  readonly apiVersion: typeof PLUGIN_API_VERSION;
  readonly description: string;
  /** Schema of the plugin's `config` in `plugins.config.json`; names of secrets, never secrets. */
  readonly configSchema?: JsonSchema;
  setup(config: Config, host: PluginHost): Contributions | Promise<Contributions>;
}

const mark = Symbol.for('debrief.plugin');

export type Plugin = PluginDefinition & { readonly [mark]: true };

/** Makes a plugin from its definition. A plugin module's default export is the result. */
export const definePlugin = <Config>(definition: PluginDefinition<Config>): Plugin => ({
  ...(definition as PluginDefinition),
  [mark]: true,
});

/** True for what `definePlugin` made, also when it was made by another copy of this package. */
export const isPlugin = (value: unknown): value is Plugin =>
  typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[mark] === true;

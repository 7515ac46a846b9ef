/** One line of `plugins.config.json`. */
export interface PluginEntry {
  /** `./plugins/openai` for a built-in, another relative path for a file or folder of the project, else an npm package. */
  readonly name: string;
  /** True where left out. */
  readonly enabled?: boolean;
  readonly config?: Readonly<Record<string, unknown>>;
}

/** A JSON Schema (draft 7), as ajv reads it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

export interface PluginLogger {
  debug(fields: Readonly<Record<string, unknown>>, message: string): void;
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** All that a plugin may know of its host. */
export interface PluginHost {
  readonly logger: PluginLogger;
  /** Reads a secret by the name that the plugin's config gives (an environment variable of the host); undefined when it is not set. */
  secret(name: string): string | undefined;
}

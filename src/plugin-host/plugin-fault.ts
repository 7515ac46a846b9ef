import { AppError } from '../errors/app-error.js';
import type { ErrorCode } from '../errors/error-codes.js';

type PluginCode = Extract<ErrorCode, `PLUGIN_${string}`>;

/** A fault that stops the start. The message names the plugin and says what to do. */
export const pluginFault = (code: PluginCode, plugin: string, message: string, cause?: unknown): AppError =>
  new AppError(code, `Plugin "${plugin}": ${message}`, { path: ['plugins', plugin], cause });

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

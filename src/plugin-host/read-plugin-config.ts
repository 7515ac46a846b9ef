import { readFile } from 'node:fs/promises';
import { Ajv, type ErrorObject } from 'ajv';
import { AppError } from '../errors/app-error.js';
import { messageOf } from './plugin-fault.js';

/** One line of `plugins.config.json`. */
export interface PluginEntry {
  /** `./plugins/openai` for a built-in, another relative path for a file or folder of the project, else an npm package. */
  readonly name: string;
  /** True if left out. */
  readonly enabled?: boolean;
  readonly config?: Readonly<Record<string, unknown>>;
}

const fits = new Ajv({ allErrors: true }).compile<{ plugins: PluginEntry[] }>({
  type: 'object',
  required: ['plugins'],
  additionalProperties: false,
  properties: {
    $schema: { type: 'string' },
    plugins: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name'],
        additionalProperties: false,
        properties: {
          name: { type: 'string', minLength: 1 },
          enabled: { type: 'boolean' },
          config: { type: 'object' },
        },
      },
    },
  },
});

const describe = ({ instancePath, message = 'is wrong' }: ErrorObject): string =>
  `${instancePath || 'the document'} ${message}`;

const refuse = (file: string, fault: string, cause?: unknown): AppError =>
  new AppError('CONFIG_INVALID', `${file}: ${fault}. Expected { "plugins": [{ "name", "enabled"?, "config"? }] }.`, {
    cause,
  });

const readJson = async (file: string): Promise<unknown> => {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw refuse(file, `cannot be read (${messageOf(error)})`, error);
  });
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw refuse(file, `is not JSON (${messageOf(error)})`, error);
  }
};

/** Reads and checks `plugins.config.json`. @throws AppError CONFIG_INVALID with all faults of the file */
export const readPluginConfig = async (file: string): Promise<readonly PluginEntry[]> => {
  const document = await readJson(file);
  if (!fits(document)) throw refuse(file, (fits.errors ?? []).map(describe).join('; '));
  return document.plugins;
};

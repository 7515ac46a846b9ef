import { Ajv } from 'ajv';
import type { Contributions, Plugin, Rubric } from '../plugin-api/index.js';
import { messageOf, pluginFault } from './plugin-fault.js';

type Loose = Partial<Record<keyof Rubric, unknown>> & {
  readonly scale: { readonly min?: unknown; readonly max?: unknown; readonly step?: unknown };
  readonly dimensions: readonly unknown[];
};

const KEY = /^[a-z][a-z0-9_]{0,63}$/;

/** Steps such as 0.1 don't divide exactly. */
const isWhole = (value: number): boolean => Math.abs(value - Math.round(value)) < 1e-9;

const dimensionFault = (value: unknown, seen: Set<string>): string | null => {
  if (typeof value !== 'object' || value === null) return 'has a dimension that is not an object';
  const { key, weight } = value as { key?: unknown; weight?: unknown };
  if (typeof key !== 'string' || !KEY.test(key)) return `has the dimension key ${JSON.stringify(key)}: use snake_case`;
  if (seen.has(key)) return `has the dimension "${key}" twice`;
  seen.add(key);
  const weighs = typeof weight === 'number' && Number.isFinite(weight) && weight > 0;
  return weighs ? null : `gives the dimension "${key}" no weight above 0`;
};

/** Says what is wrong with a rubric's numbers and keys, or null. Expects the outer shape to be checked. */
const checkRubric = (rubric: object): string | null => {
  const { scale, dimensions } = rubric as Loose;
  const { min, max, step } = scale;
  const numbers = typeof min === 'number' && typeof max === 'number' && typeof step === 'number';
  if (!numbers || !(min < max) || !(step > 0) || !isWhole((max - min) / step)) {
    return 'has a scale that does not go from min to max in whole steps';
  }
  if (dimensions.length === 0) return 'has no dimensions';
  const seen = new Set<string>();
  return dimensions.map((dimension) => dimensionFault(dimension, seen)).find((fault) => fault !== null) ?? null;
};

type Shape = Readonly<Record<string, 'string' | 'function' | 'boolean' | 'number' | 'integer' | 'array' | 'object'>>;

/** What a contribution of each kind must have. The first key is its name. */
const SHAPES = {
  transcriptParsers: { format: 'string', description: 'string', detect: 'function', parse: 'function' },
  transcriptMetrics: { name: 'string', version: 'integer', measure: 'function' },
  rubrics: { key: 'string', version: 'integer', name: 'string', dimensions: 'array', scale: 'object' },
  evaluators: {
    name: 'string',
    version: 'integer',
    description: 'string',
    modelRoles: 'array',
    evaluate: 'function',
  },
  validators: { name: 'string', description: 'string', order: 'number', validate: 'function' },
  modelProviders: {
    name: 'string',
    description: 'string',
    defaultModel: 'string',
    offline: 'boolean',
    readiness: 'function',
    complete: 'function',
  },
  prompts: { key: 'string', number: 'integer', commitMessage: 'string', text: 'string' },
} as const satisfies Record<string, Shape>;

const NAME = /^[a-z][a-z0-9_-]{0,63}$/;

const hasType = (value: unknown, type: Shape[string]): boolean => {
  if (type === 'array') return Array.isArray(value);
  if (type === 'integer') return Number.isSafeInteger(value);
  if (type === 'object') return typeof value === 'object' && value !== null;
  return typeof value === type;
};

const schemaFault = (schema: unknown): string | null => {
  if (schema === undefined) return null;
  try {
    new Ajv().compile(schema as Record<string, unknown>);
    return null;
  } catch (error) {
    return `its optionsSchema does not compile: ${messageOf(error)}`;
  }
};

const BATCH_METHODS = ['submit', 'find', 'poll', 'cancel', 'discard'];

/** An optional contribution must be complete: a missing method would only be noticed a day later. */
const batchFault = (batch: unknown): string | null => {
  if (batch === undefined) return null;
  if (typeof batch !== 'object' || batch === null) return 'needs batch (object), or none';
  const missing = BATCH_METHODS.find((name) => typeof (batch as Record<string, unknown>)[name] !== 'function');
  return missing === undefined ? null : `needs batch.${missing} (function)`;
};

const EXTENSION = /^[a-z\d]{1,16}$/;
const MAX_FAMILY = 80;

/** Checks the optional declarations of a parser. */
const declarationFault = ({
  extensions,
  family,
  fallback,
  refuses,
}: Readonly<Record<string, unknown>>): string | null => {
  const areExtensions =
    Array.isArray(extensions) && extensions.every((one) => typeof one === 'string' && EXTENSION.test(one));
  if (extensions !== undefined && !areExtensions)
    return 'needs extensions as a list of lower-case letters and digits without a dot, or none';
  const isFamily = typeof family === 'string' && family.trim() !== '' && family.length <= MAX_FAMILY;
  if (family !== undefined && !isFamily) return `needs family as a text of at most ${MAX_FAMILY} characters, or none`;
  const isFlag = (flag: unknown): boolean => flag === undefined || typeof flag === 'boolean';
  return isFlag(fallback) && isFlag(refuses) ? null : 'needs fallback and refuses as booleans, or none';
};

const itemFault = (kind: keyof typeof SHAPES, item: unknown): string | null => {
  if (typeof item !== 'object' || item === null) return 'must be an object';
  const record = item as Record<string, unknown>;
  const fields = Object.entries(SHAPES[kind] as Shape);
  const wrong = fields.find(([key, type]) => !hasType(record[key], type));
  if (wrong !== undefined) return `needs ${wrong[0]} (${wrong[1]})`;
  const name = record[fields[0]?.[0] ?? ''];
  if (typeof name === 'string' && !NAME.test(name))
    return `has the name "${name}": use lower-case letters, digits, dashes`;
  if (kind === 'transcriptParsers') return declarationFault(record);
  if (kind === 'modelProviders') return batchFault(record.batch);
  return kind === 'rubrics' ? checkRubric(item) : schemaFault(record.optionsSchema);
};

const kindFault = ([kind, items]: [string, unknown]): string | null => {
  if (items === undefined) return null;
  if (kind === 'dispose') return typeof items === 'function' ? null : 'dispose must be a function';
  if (!Object.hasOwn(SHAPES, kind))
    return `setup answered "${kind}"; known are ${Object.keys(SHAPES).join(', ')}, dispose`;
  if (!Array.isArray(items)) return `${kind} must be a list`;
  const faults = items.map((item: unknown, at) => ({ at, fault: itemFault(kind as keyof typeof SHAPES, item) }));
  const first = faults.find(({ fault }) => fault !== null);
  return first === undefined ? null : `${kind}[${first.at}] ${String(first.fault)}`;
};

/** Checks what `setup` answered. Throws PLUGIN_INVALID. */
export const checkContributions = (plugin: Plugin, answer: unknown): Contributions => {
  if (typeof answer !== 'object' || answer === null) {
    throw pluginFault('PLUGIN_INVALID', plugin.name, 'setup must answer an object of contributions.');
  }
  const fault = Object.entries(answer)
    .map(kindFault)
    .find((found) => found !== null);
  if (fault !== undefined) throw pluginFault('PLUGIN_INVALID', plugin.name, `${fault}.`);
  return answer;
};

import type { JsonSchema } from 'debrief/plugin-api';

type Schema = Readonly<Record<string, unknown>>;

/** Limits of the service; older models have lower ones, for which a less strict format is tried. */
const MAX_PROPERTIES = 5_000;
const MAX_LEVELS = 10;
const MAX_ENUM_VALUES = 1_000;
/** An integer range is written as the list of its values, up to so many. */
const MAX_LISTED = 100;

/** Left out: answers are checked against the whole schema afterwards. */
const DROPPED = new Set([
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  ...['minLength', 'maxLength', 'pattern', 'format', 'minItems', 'maxItems', 'uniqueItems'],
  ...['minProperties', 'maxProperties', 'default', 'title', 'examples', '$schema', '$id', '$comment'],
]);
const KEPT = new Set(['description', 'enum', '$ref']);
const TYPES = new Set(['object', 'array', 'string', 'integer', 'number', 'boolean', 'null']);

/** Thrown and caught in this file only: strict mode cannot express the schema. */
class NotStrict extends Error {}

interface Seen {
  properties: number;
  enumValues: number;
}

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const asSchema = (value: unknown): Schema => {
  if (isSchema(value)) return value;
  throw new NotStrict();
};

const mapped = (schemas: unknown, level: number, seen: Seen): Schema =>
  Object.fromEntries(Object.entries(asSchema(schemas)).map(([name, value]) => [name, reduce(value, level, seen)]));

/** Strict mode has no optional properties, and null instead of one would be another answer. */
const objectParts = ({ properties = {}, required = [] }: Schema, level: number, seen: Seen): Schema => {
  const names = Object.keys(asSchema(properties));
  const needed = new Set(Array.isArray(required) ? required : []);
  seen.properties += names.length;
  if (names.some((name) => !needed.has(name)) || seen.properties > MAX_PROPERTIES) throw new NotStrict();
  return { properties: mapped(properties, level + 1, seen), required: names, additionalProperties: false };
};

const boundedValues = ({ type, minimum, maximum, enum: values }: Schema): readonly number[] | null => {
  if (type !== 'integer' || values !== undefined || typeof minimum !== 'number' || typeof maximum !== 'number')
    return null;
  const [first, last] = [Math.ceil(minimum), Math.floor(maximum)];
  const count = last - first + 1;
  return count >= 1 && count <= MAX_LISTED ? Array.from({ length: count }, (_, at) => first + at) : null;
};

const typedParts = (schema: Schema, level: number, seen: Seen): Schema => {
  const { type } = schema;
  if (type === undefined) return {};
  if (typeof type !== 'string' || !TYPES.has(type)) throw new NotStrict();
  if (type === 'object') return { type, ...objectParts(schema, level, seen) };
  if (type === 'array') return { type, items: reduce(schema.items, level + 1, seen) };
  const listed = boundedValues(schema);
  return { type, ...(listed === null ? {} : { enum: listed }) };
};

/** Several types in one place, as a choice between them. */
const withoutTypeList = (schema: Schema): Schema => {
  const { type, ...rest } = schema;
  if (!Array.isArray(type)) return schema;
  if (type.length === 1) return { ...rest, type: type[0] as unknown };
  if (rest.enum !== undefined || rest.anyOf !== undefined) throw new NotStrict();
  return { anyOf: type.map((one: unknown) => ({ ...(one === 'null' ? {} : rest), type: one })) };
};

const choices = (anyOf: unknown, level: number, seen: Seen): Schema => {
  if (!Array.isArray(anyOf) || anyOf.length === 0 || level === 0) throw new NotStrict();
  return { anyOf: anyOf.map((choice) => reduce(choice, level, seen)) };
};

const STRUCTURAL = new Set([
  'type',
  'properties',
  'required',
  'additionalProperties',
  'items',
  'anyOf',
  '$defs',
  'const',
]);

const checkKeywords = (schema: Schema): void => {
  const unknown = Object.keys(schema).some((key) => !KEPT.has(key) && !DROPPED.has(key) && !STRUCTURAL.has(key));
  const open = schema.type === 'object' && (schema.additionalProperties ?? false) !== false;
  const anything = ['type', 'enum', 'const', 'anyOf', '$ref'].every((key) => schema[key] === undefined);
  if (unknown || open || anything) throw new NotStrict();
};

const reduce = (given: unknown, level: number, seen: Seen): Schema => {
  if (level > MAX_LEVELS) throw new NotStrict();
  const schema = withoutTypeList(asSchema(given));
  checkKeywords(schema);
  const kept = Object.fromEntries(Object.entries(schema).filter(([key]) => KEPT.has(key)));
  if (Array.isArray(kept.enum)) seen.enumValues += kept.enum.length;
  if (seen.enumValues > MAX_ENUM_VALUES) throw new NotStrict();
  return {
    ...typedParts(schema, level, seen),
    ...kept,
    ...(schema.const === undefined ? {} : { enum: [schema.const] }),
    ...(schema.anyOf === undefined ? {} : choices(schema.anyOf, level, seen)),
    ...(schema.$defs === undefined ? {} : { $defs: mapped(schema.$defs, level, seen) }),
  };
};

/**
 * The schema within the strictest common subset of what strict structured output accepts: objects whose properties are
 * all required, arrays, plain types, `enum`, `anyOf`, `$ref`. Bounds and patterns are left out (small ranges of integers
 * become lists), since the answer is checked against the whole schema afterwards. Null if the schema needs more than
 * that: a root that is not an object, optional properties, `allOf`, `not`, conditions, or too much of it.
 */
export const strictSchema = (schema: JsonSchema): JsonSchema | null => {
  try {
    const reduced = reduce(schema, 0, { properties: 0, enumValues: 0 });
    return reduced.type === 'object' ? reduced : null;
  } catch (error) {
    if (error instanceof NotStrict) return null;
    throw error;
  }
};

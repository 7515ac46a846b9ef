import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';

export type PayloadValue = string | number | boolean;

/** Ids and short codes only: no scope and never transcript text. */
export type JobPayload = Readonly<Record<string, PayloadValue>> & { readonly organizationId: string };

/** JSON Schema of one field. A text has a pattern and a length that no sentence fits, or is one of a few words. */
export type PayloadField =
  | { readonly type: 'string'; readonly pattern: string; readonly maxLength: number }
  | { readonly type: 'string'; readonly enum: readonly string[] }
  | { readonly type: 'integer'; readonly minimum?: number; readonly maximum?: number }
  | { readonly type: 'boolean' };

/** JSON Schema of a payload. */
export interface PayloadSchema {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, PayloadField>>;
  readonly required: readonly string[];
  readonly additionalProperties: false;
}

const UUID_PATTERN = /^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/;

export const UUID: PayloadField = { type: 'string', pattern: UUID_PATTERN.source, maxLength: 36 };

const MAX_TEXT = 100;
/** No pattern of a field may fit what a person could have said. */
const SPOKEN = ['Hello', 'Hello, how are you?', 'so what is your budget for this year'];

const isShort = (text: string): boolean => text.length <= MAX_TEXT;

const mayHoldText = (field: PayloadField): boolean => {
  if (field.type !== 'string') return false;
  if ('enum' in field) return !field.enum.every(isShort);
  if (field.maxLength > MAX_TEXT || !/^\^.*\$$/.test(field.pattern)) return true;
  return SPOKEN.some((words) => new RegExp(field.pattern).test(words));
};

/**
 * The schema of a payload with these fields beside the organization.
 * @throws Error for a field in which words of a call would fit
 */
export const payloadSchema = (job: string, fields: Readonly<Record<string, PayloadField>>): PayloadSchema => {
  const properties = { organizationId: UUID, ...fields };
  const unsafe = Object.entries(properties).find(([, field]) => mayHoldText(field));
  if (unsafe) throw new Error(`Job ${job}: the field ${unsafe[0]} could hold text; give it a narrow pattern.`);
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
};

const ajv = new Ajv({ strict: true, allErrors: true });
const compiled = new WeakMap<PayloadSchema, ValidateFunction<JobPayload>>();

const validatorOf = (schema: PayloadSchema): ValidateFunction<JobPayload> => {
  const validate = compiled.get(schema) ?? ajv.compile<JobPayload>(schema);
  compiled.set(schema, validate);
  return validate;
};

const fieldOf = ({ instancePath, params }: ErrorObject): string =>
  String(params.missingProperty ?? params.additionalProperty ?? instancePath.slice(1));

type Checked = { readonly payload: JobPayload } | { readonly faulty: readonly string[] };

/** A payload, or the names of its fields that are missing, unknown or have a wrong value. */
export const checkPayload = (schema: PayloadSchema, given: unknown): Checked => {
  const validate = validatorOf(schema);
  return validate(given) ? { payload: given } : { faulty: [...new Set((validate.errors ?? []).map(fieldOf))] };
};

/** Reads the payload of a delivered job. A newer sender may have added fields, which this version has no use for. */
export const readPayload = (schema: PayloadSchema, data: unknown): Checked => {
  const fields = Object.entries(typeof data === 'object' && data !== null ? data : {});
  return checkPayload(schema, Object.fromEntries(fields.filter(([name]) => Object.hasOwn(schema.properties, name))));
};

export const isUuid = (text: string | undefined): text is string => text !== undefined && UUID_PATTERN.test(text);

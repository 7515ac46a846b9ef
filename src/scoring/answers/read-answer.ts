import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import type { JsonSchema, JudgeOutput, ModelAnswer } from '../../plugin-api/index.js';
import { cleanUnicode } from '../../text/clean-unicode.js';
import type { CheckedIssue } from '../model/judge-verdict.js';
import { findDocument } from './find-document.js';
import { findJsonFault } from './find-json-fault.js';

export const MAX_ANSWER_BYTES = 1024 * 1024;

/** Only answers up to this size are searched for all schema faults; for larger ones the first fault is reported. */
const MAX_SEARCHED = 128 * 1024;
const MAX_FAULTS = 30;

const firstError = new Ajv({ strict: true, allErrors: false });
const allErrors = new Ajv({ strict: true, allErrors: true });
const compiled = new Map<string, { readonly first: ValidateFunction; readonly all: ValidateFunction }>();

/** Compiled once per schema. Their number is bounded by the rubrics' versions: schemas never come from a request. */
const validatorsFor = (schema: JsonSchema) => {
  const key = JSON.stringify(schema);
  const known = compiled.get(key);
  if (known) return known;
  const made = { first: firstError.compile(schema), all: allErrors.compile(schema) };
  compiled.set(key, made);
  return made;
};

const fault = (code: string, message: string, hint: string, path = ''): CheckedIssue => ({
  severity: 'error',
  code,
  path,
  message,
  hint,
  repaired: false,
});

/** Text that every store accepts; -0 becomes 0. */
const cleaned = (_key: string, value: unknown): unknown => {
  if (typeof value === 'string') return cleanUnicode(value);
  return value === 0 ? 0 : value;
};

const schemaFault = ({ instancePath, message = 'does not fit', params }: ErrorObject): CheckedIssue => {
  const detail = Object.entries(params as Record<string, unknown>).map(
    ([name, value]) => `${name}: ${JSON.stringify(value)}`,
  );
  const hint = 'Keep to the response schema: every property, no others, the stated types.';
  return fault('SCHEMA', `${message} (${detail.join(', ')}).`, hint, instancePath);
};

interface Faults {
  readonly faults: readonly CheckedIssue[];
}

export type ReadAnswer<Output> = { readonly output: Output } | Faults;

const rejected = (...faults: readonly CheckedIssue[]): Faults => ({ faults });

const incompleteAnswer = ({ refusal, finishReason, content }: ModelAnswer): Faults | null => {
  if (refusal !== null) return rejected(fault('MODEL_REFUSED', 'The model refused to answer.', ''));
  if (finishReason === 'CONTENT_FILTER') {
    return rejected(fault('MODEL_REFUSED', "The provider's content filter stopped the answer.", ''));
  }
  if (finishReason === 'LENGTH') {
    return rejected(fault('ANSWER_TRUNCATED', 'The answer was cut at the output limit.', 'Be much shorter.'));
  }
  if (Buffer.byteLength(content) > MAX_ANSWER_BYTES) {
    return rejected(fault('ANSWER_TOO_LARGE', 'The answer is larger than 1 MiB.', 'Be much shorter.'));
  }
  return null;
};

const LOSSLESS_HINT = 'Give each property once, under the names of the schema, with numbers on the scale.';

const parseAnswer = (text: string): { readonly document: unknown } | Faults => {
  const lossy = findJsonFault(text);
  if (lossy) return { faults: [fault(lossy.code, lossy.message, LOSSLESS_HINT, lossy.path)] };
  try {
    return { document: JSON.parse(text, cleaned) };
  } catch {
    const hint = 'Answer with one JSON document and nothing else.';
    return { faults: [fault('NOT_JSON', 'The answer is not valid JSON.', hint)] };
  }
};

/**
 * Turns a model's answer into a document of the right shape: complete, within the size limit, JSON, clean text, valid by
 * the schema. `Output` is the type that the schema describes.
 */
export const readAnswer = <Output = JudgeOutput>(answer: ModelAnswer, schema: JsonSchema): ReadAnswer<Output> => {
  const early = incompleteAnswer(answer);
  if (early) return early;
  const text = findDocument(answer.content);
  const read = parseAnswer(text);
  if ('faults' in read) return read;
  const fits = validatorsFor(schema);
  if (fits.first(read.document)) return { output: read.document as Output };
  if (text.length <= MAX_SEARCHED) fits.all(read.document);
  const errors = (text.length <= MAX_SEARCHED ? fits.all.errors : fits.first.errors) ?? [];
  // The errors of each alternative say more than the error that none of them fits.
  const specific = errors.filter(({ keyword }) => keyword !== 'anyOf');
  return rejected(...specific.slice(0, MAX_FAULTS).map(schemaFault));
};

import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import type { JsonSchema, JudgeOutput, ModelAnswer } from '../plugin-api/index.js';
import { cleanUnicode } from '../text/clean-unicode.js';
import type { CheckedIssue } from './checked-issue.js';

export const MAX_ANSWER_BYTES = 1024 * 1024;

const ajv = new Ajv({ strict: true, allErrors: false });
const compiled = new Map<string, ValidateFunction<JudgeOutput>>();

/** Compiled once per schema; schemas come from rubrics, never from a request. */
const validatorFor = (schema: JsonSchema): ValidateFunction<JudgeOutput> => {
  const key = JSON.stringify(schema);
  const known = compiled.get(key);
  if (known) return known;
  const made = ajv.compile<JudgeOutput>(schema);
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

const cleaned = (_key: string, value: unknown): unknown => (typeof value === 'string' ? cleanUnicode(value) : value);

/** Models without a JSON mode like to wrap their document in a code fence. */
const withoutFence = (content: string): string => {
  const text = content.trim();
  if (!text.startsWith('```')) return text;
  const from = text.indexOf('\n') + 1;
  const to = text.lastIndexOf('```');
  return to > from ? text.slice(from, to).trim() : text;
};

const schemaFault = ({ instancePath, message = 'does not fit', params }: ErrorObject): CheckedIssue => {
  const detail = Object.entries(params as Record<string, unknown>).map(
    ([name, value]) => `${name}: ${JSON.stringify(value)}`,
  );
  const hint = 'Keep to the response schema: every property, no others, the stated types.';
  return fault('SCHEMA', `${message} (${detail.join(', ')}).`, hint, instancePath);
};

export type ReadAnswer = { readonly output: JudgeOutput } | { readonly fault: CheckedIssue; readonly final: boolean };

const broken = (issue: CheckedIssue, final = false): ReadAnswer => ({ fault: issue, final });

const unfinished = ({ refusal, finishReason, content }: ModelAnswer): ReadAnswer | null => {
  if (refusal !== null) return broken(fault('MODEL_REFUSED', 'The model refused to answer.', ''), true);
  if (finishReason === 'CONTENT_FILTER') {
    return broken(fault('MODEL_REFUSED', "The provider's content filter stopped the answer.", ''), true);
  }
  if (finishReason === 'LENGTH') {
    return broken(fault('ANSWER_TRUNCATED', 'The answer was cut at the output limit.', 'Be much shorter.'));
  }
  if (Buffer.byteLength(content) > MAX_ANSWER_BYTES) {
    return broken(fault('ANSWER_TOO_LARGE', 'The answer is larger than 1 MiB.', 'Be much shorter.'));
  }
  return null;
};

/** From a model's words to a document of the right shape: finished, within the cap, JSON, clean text, schema. */
export const readAnswer = (answer: ModelAnswer, schema: JsonSchema): ReadAnswer => {
  const early = unfinished(answer);
  if (early) return early;
  let document: unknown;
  try {
    document = JSON.parse(withoutFence(answer.content), cleaned);
  } catch {
    return broken(
      fault('NOT_JSON', 'The answer is not valid JSON.', 'Answer with one JSON document and nothing else.'),
    );
  }
  const validate = validatorFor(schema);
  if (validate(document)) return { output: document };
  return broken(schemaFault(validate.errors?.[0] ?? ({ instancePath: '', params: {} } as ErrorObject)));
};

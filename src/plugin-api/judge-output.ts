import { evidenceKindsOf } from './evidence.js';
import type { JsonSchema } from './host.js';
import type { EvidenceKind, Rubric } from './rubric.js';

export type Confidence = 'low' | 'medium' | 'high';

export interface JudgeEvidence {
  kind: EvidenceKind;
  turn_index: number;
  quote: string;
}

export interface JudgeDimension {
  evidence: JudgeEvidence[];
  rationale: string;
  /** Why there is no score; asked only of dimensions that may not apply to a call. Null beside a score. */
  unscored_reason?: 'not_applicable' | 'insufficient_evidence' | null;
  /** On the rubric's scale; null where the call gives no fair chance. */
  score: number | null;
  confidence: Confidence;
}

export interface JudgeImprovement {
  dimension: string;
  priority: 'high' | 'medium' | 'low';
  advice: string;
  turn_index: number | null;
  original_quote: string | null;
  example_rewrite: string;
}

export const JUDGE_FLAGS = [
  'insufficient_evidence',
  'not_a_sales_call',
  'injection_suspected',
  'wrong_speaker_labels',
  'truncated_transcript',
  'unsupported_language',
  'low_asr_quality',
] as const;

export type JudgeFlag = (typeof JUDGE_FLAGS)[number];

/** What a judge answers for any rubric: the JSON that the response schema describes, keys in the order of generation. */
export interface JudgeOutput {
  call_check: { is_sales_call: boolean; language: string; rep_speaker_ids: string[] };
  dimensions: Record<string, JudgeDimension>;
  coaching: {
    strengths: { dimension: string; text: string }[];
    improvements: JudgeImprovement[];
    summary: string;
  };
  overall_score: number;
  flags: JudgeFlag[];
}

const object = (properties: Readonly<Record<string, unknown>>): JsonSchema => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});
const array = (items: unknown): JsonSchema => ({ type: 'array', items });
const orNull = (schema: unknown): JsonSchema => ({ anyOf: [schema, { type: 'null' }] });
const oneOf = (values: readonly string[]): JsonSchema => ({ type: 'string', enum: values });
const ref = (name: string): JsonSchema => ({ $ref: `#/$defs/${name}` });
const string: JsonSchema = { type: 'string' };
const integer: JsonSchema = { type: 'integer' };

/** Levels of the rubric's scale, lowest first. Computed by index, so that steps of 0.1 don't drift. */
const levelsOf = ({ min, max, step }: Rubric['scale']): number[] =>
  Array.from({ length: Math.floor((max - min) / step + 1e-9) + 1 }, (_, i) => Number((min + i * step).toFixed(6)));

const scoreOf = (rubric: Rubric): JsonSchema => {
  const levels = levelsOf(rubric.scale);
  return { type: levels.every(Number.isInteger) ? 'integer' : 'number', enum: levels };
};

const callCheck = object({
  is_sales_call: { type: 'boolean' },
  language: { type: 'string', description: 'BCP-47 tag of the transcript, e.g. en' },
  rep_speaker_ids: array(string),
});

const coaching = object({
  strengths: array(object({ dimension: ref('dimension_key'), text: string })),
  improvements: array(
    object({
      dimension: ref('dimension_key'),
      priority: oneOf(['high', 'medium', 'low']),
      advice: string,
      turn_index: orNull(integer),
      original_quote: orNull(string),
      example_rewrite: string,
    }),
  ),
  summary: string,
});

const evidenceOf = (kinds: readonly EvidenceKind[]): JsonSchema =>
  object({ kind: oneOf(kinds), turn_index: integer, quote: string });

const UNSCORED_REASON = orNull(oneOf(['not_applicable', 'insufficient_evidence']));

const dimensionScore = (rubric: Rubric, evidence: string, mayNotApply: boolean): JsonSchema =>
  object({
    evidence: array(ref(evidence)),
    rationale: string,
    ...(mayNotApply ? { unscored_reason: UNSCORED_REASON } : {}),
    score: orNull(scoreOf(rubric)),
    confidence: oneOf(['low', 'medium', 'high']),
  });

/** Definitions of dimension scores. Dimensions with the same kinds of evidence share one, named after the first of them; the very first has no suffix. */
const scoreDefinitions = (rubric: Rubric) => {
  const definitions: Record<string, JsonSchema> = {};
  const names = new Map<string, string>();
  const properties = rubric.dimensions.map((dimension): [string, JsonSchema] => {
    const kinds = evidenceKindsOf(dimension);
    const mayNotApply = dimension.notApplicableWhen !== undefined;
    const signature = `${kinds.join(' ')} ${mayNotApply}`;
    if (!names.has(signature)) {
      const suffix = names.size === 0 ? '' : `_${dimension.key}`;
      names.set(signature, `dimension_score${suffix}`);
      definitions[`evidence${suffix}`] = evidenceOf(kinds);
      definitions[`dimension_score${suffix}`] = dimensionScore(rubric, `evidence${suffix}`, mayNotApply);
    }
    return [dimension.key, ref(names.get(signature) ?? '')];
  });
  return { definitions, properties: Object.fromEntries(properties) };
};

/**
 * Schema of a judge's answer for a rubric. It keeps to what strict structured output accepts everywhere: every property
 * required, nothing additional, numbers bounded by `enum`. Keys are in the order in which a model should write:
 * evidence, then rationale, then score. What a schema cannot express is left to validators.
 */
export const responseSchemaFor = (rubric: Rubric): JsonSchema => {
  const keys = rubric.dimensions.map(({ key }) => key);
  const { definitions, properties } = scoreDefinitions(rubric);
  return {
    ...object({
      call_check: callCheck,
      dimensions: object(properties),
      coaching,
      overall_score: { type: 'number' },
      flags: array(oneOf(JUDGE_FLAGS)),
    }),
    $defs: { dimension_key: oneOf(keys), ...definitions },
  };
};

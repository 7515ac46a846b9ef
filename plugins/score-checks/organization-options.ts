import { JUDGE_FLAGS, type EvidenceKind, type JsonSchema, type JudgeFlag } from 'debrief/plugin-api';

interface Weighed {
  /** `error` if left out: the answer is rejected. */
  readonly severity?: 'error' | 'warning';
}

/** From score `fromScore` upwards so many pieces of evidence are cited, of one kind or of any. */
export interface MinEvidence extends Weighed {
  /** Every dimension where left out. */
  readonly dimension?: string;
  readonly evidence?: EvidenceKind;
  readonly fromScore: number;
  readonly count: number;
}

/** No score above `max` without a piece of evidence of this kind. */
export interface MaxScoreWithout extends Weighed {
  readonly dimension?: string;
  readonly evidence: EvidenceKind;
  readonly max: number;
}

/** The flag is required if all of the conditions hold; it is set if it is missing. */
export interface RequiredFlag {
  readonly flag: JudgeFlag;
  /** Calls with fewer turns. */
  readonly turnsBelow?: number;
  /** At least so many dimensions without a score. */
  readonly unscoredAtLeast?: number;
  /** At least so many dimensions of low confidence. */
  readonly lowConfidenceAtLeast?: number;
}

/** Words and phrases that rationale and coaching must not contain, in any case. */
export interface ForbiddenWords extends Weighed {
  readonly words: readonly string[];
}

/** Rationale and coaching are in this language (BCP 47). */
export interface TextLanguage extends Weighed {
  readonly language: string;
}

/** Rules of an organization in addition to the rules for all. */
export interface OrganizationOptions {
  readonly minEvidence?: readonly MinEvidence[];
  readonly maxScoreWithout?: readonly MaxScoreWithout[];
  readonly requiredFlags?: readonly RequiredFlag[];
  readonly forbiddenWords?: readonly ForbiddenWords[];
  readonly textLanguage?: readonly TextLanguage[];
}

const string = (maxLength: number): JsonSchema => ({ type: 'string', minLength: 1, maxLength });
const oneOf = (values: readonly string[]): JsonSchema => ({ type: 'string', enum: values });
const count: JsonSchema = { type: 'integer', minimum: 0, maximum: 1_000 };
const score: JsonSchema = { type: 'number', minimum: -1_000, maximum: 1_000 };
const severity = oneOf(['error', 'warning']);
const dimension = string(80);
const evidence = string(40);

const list = (maxItems: number, items: JsonSchema): JsonSchema => ({ type: 'array', maxItems, items });
const object = (properties: Readonly<Record<string, JsonSchema>>, required: readonly string[] = []): JsonSchema => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});

/** Numbers, names and words only: nothing in it is compiled or run. */
export const ORGANIZATION_OPTIONS_SCHEMA: JsonSchema = object({
  minEvidence: list(50, object({ dimension, evidence, fromScore: score, count, severity }, ['fromScore', 'count'])),
  maxScoreWithout: list(50, object({ dimension, evidence, max: score, severity }, ['evidence', 'max'])),
  requiredFlags: list(
    20,
    object({ flag: oneOf(JUDGE_FLAGS), turnsBelow: count, unscoredAtLeast: count, lowConfidenceAtLeast: count }, [
      'flag',
    ]),
  ),
  forbiddenWords: list(20, object({ words: list(100, string(60)), severity }, ['words'])),
  textLanguage: list(1, object({ language: string(35), severity }, ['language'])),
});

import type { Confidence, JudgeEvidence, JudgeFlag, JudgeImprovement, JudgeOutput } from './judge-output.js';
import type { CallFindings, TranscriptChunk } from './extraction.js';
import type { JsonSchema, PluginLogger } from './host.js';
import type { Rubric } from './rubric.js';
import type { NormalizedTranscript } from './transcript.js';

/** Why a dimension has no score. Never a number. */
export const UNSCORED_REASONS = [
  'NOT_APPLICABLE',
  'INSUFFICIENT_EVIDENCE',
  'NO_REPRESENTATIVE',
  'NOT_A_SALES_CALL',
  'UNSUPPORTED_LANGUAGE',
] as const;

export type UnscoredReason = (typeof UNSCORED_REASONS)[number];

/** A result for one dimension: a value with its grounds, or a stated reason for none. */
export type DimensionResult =
  | {
      readonly outcome: 'SCORED';
      readonly value: number;
      readonly confidence: Confidence;
      readonly rationale: string;
      readonly evidence: readonly JudgeEvidence[];
    }
  | {
      readonly outcome: 'UNSCORED';
      readonly reason: UnscoredReason;
      readonly rationale: string;
      readonly evidence: readonly JudgeEvidence[];
    };

export interface Coaching {
  readonly summary: string;
  readonly strengths: readonly { readonly dimension: string; readonly text: string }[];
  readonly improvements: readonly JudgeImprovement[];
}

export interface Evaluation {
  readonly metrics: Readonly<Record<string, DimensionResult>>;
  readonly coaching: Coaching | null;
  readonly flags: readonly JudgeFlag[];
}

/** Part of a request. Instructions are ours and trusted; data is untrusted and fenced by the core. */
export type PromptSection =
  | { readonly kind: 'instructions'; readonly text: string }
  | { readonly kind: 'data'; readonly name: string; readonly value: unknown };

/** How a call is judged that is too long for one request: evidence is collected part by part, then judged once. */
export interface LongCallRequest {
  /** Asks for the evidence in a chunk; the core fits the schema of `extractionSchemaFor`, and verifies the answer. */
  extract(chunk: TranscriptChunk): readonly PromptSection[];
  /** The question of the request, put on what was found in place of the whole transcript. */
  judge(findings: CallFindings): readonly PromptSection[];
}

export interface AskRequest {
  /** Role that the run's spec binds to a model address. */
  readonly role: string;
  readonly sections: readonly PromptSection[];
  readonly responseSchema: JsonSchema;
  /** Where left out, a call that is too long for the model ends TRANSCRIPT_TOO_LONG. */
  readonly long?: LongCallRequest;
}

export interface EvaluatorOptions {
  readonly rubric: Rubric;
  /** Text of the published prompt version that the run names. */
  readonly promptText: string;
  /** BCP 47 tag of the language for rationale and coaching. */
  readonly uiLanguage: string;
  /** Languages that the judge knows, as BCP 47 primary tags; null where it takes any. */
  readonly judgeLanguages: readonly string[] | null;
  /** Label of the representative who is scored, where several speak on the call. */
  readonly subject?: string | null;
  /** Kind of call as the uploader gave it. */
  readonly callType?: string | null;
}

export interface EvaluatorContext {
  readonly signal: AbortSignal;
  readonly logger: PluginLogger;
  /**
   * Asks a model. What comes back has passed the schema and all validators; otherwise this throws and the run ends
   * INVALID. Whether the call is asked about whole or, by `long`, in parts is for the core to decide.
   */
  ask(request: AskRequest): Promise<JudgeOutput>;
}

/** Turns a transcript into results. A failure is thrown, never scored. */
export interface Evaluator {
  readonly name: string;
  /** Raised when scores stop being comparable with earlier ones. */
  readonly version: number;
  readonly description: string;
  readonly modelRoles: readonly string[];
  readonly optionsSchema?: JsonSchema;
  evaluate(transcript: NormalizedTranscript, options: EvaluatorOptions, context: EvaluatorContext): Promise<Evaluation>;
}

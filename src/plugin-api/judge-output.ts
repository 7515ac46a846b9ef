import type { EvidenceKind } from './rubric.js';

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

/** What a judge answers for any rubric: the wire form that the response schema describes, keys in the order of generation. */
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

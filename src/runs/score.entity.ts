import { defineEntity, p } from '@mikro-orm/postgresql';
import { tenantPolicy } from '../database/tenant-policy.js';
import type { Confidence, EvidenceKind, UnscoredReason } from '../plugin-api/index.js';

/** A quote with its place in the transcript, found there by us. */
export interface VerifiedEvidence {
  readonly kind: EvidenceKind;
  readonly turn: number;
  /** Word for word as in the turn. */
  readonly quote: string;
  /** Span of the quote in the turn's text, UTF-16 code units. */
  readonly start: number;
  readonly end: number;
  readonly startMs: number | null;
  readonly endMs: number | null;
  /** REPAIRED: the model's wording or turn was off and was put right. */
  readonly status: 'VERIFIED' | 'REPAIRED';
  /** True if it is in doubt who says it; left out if not. */
  readonly doubt?: true;
}

/** The result for one dimension of a run. */
const ScoreSchema = defineEntity({
  name: 'Score',
  tableName: 'score',
  ...tenantPolicy('score'),
  properties: {
    organizationId: p.uuid().primary(),
    runId: p.uuid().primary(),
    dimension: p.text().primary(),
    /** Place of the dimension in its rubric. */
    position: p.integer(),
    outcome: p.text().$type<'SCORED' | 'UNSCORED'>(),
    value: p.double().nullable(),
    reason: p.text().$type<UnscoredReason>().nullable(),
    confidence: p.text().$type<Confidence>().nullable(),
    rationale: p.text(),
    evidence: p.json<readonly VerifiedEvidence[]>(),
  },
});

export class Score extends ScoreSchema.class {}
ScoreSchema.setClass(Score);

import type { Coaching, Confidence, FinishReason, UnscoredReason, Usage } from '../plugin-api/index.js';
import { type Page, type PageRequest, readPage } from '../scope/read-page.js';
import type { Uses } from '../scope/scope.js';
import type { AppliedGate } from '../rubrics/overall-score.js';
import type { AnswerScores, AttemptKind, AttemptStatus } from './attempt.entity.js';
import type { Delivery, RunSpec } from './run-spec.js';
import type { RunWait } from './run.entity.js';
import type { Stability } from './stability.js';
import type { RunStatus } from './run-status.js';
import type { VerifiedEvidence } from './score.entity.js';
import type { Violation } from './violation.js';

type CostStatus = 'EXACT' | 'ESTIMATED' | 'UNPRICED';

/** A run as it is read. */
export interface RunRow {
  readonly id: string;
  readonly transcriptId: string;
  readonly normalizationId: string;
  readonly batchId: string | null;
  readonly representativeId: string | null;
  readonly subjectLabel: string | null;
  readonly companyId: string | null;
  readonly status: RunStatus;
  readonly waitingFor: RunWait | null;
  readonly spec: RunSpec;
  readonly model: string;
  /** As `provider/model`, in the provider's own words; null until there is a valid answer. */
  readonly modelUsed: string | null;
  readonly fallbackUsed: boolean;
  readonly overallOutcome: 'SCORED' | 'UNSCORED' | null;
  readonly overallScore: number | null;
  readonly overallPotential: number | null;
  readonly overallNormalized: number | null;
  readonly overallReason: UnscoredReason | null;
  readonly overallGates: readonly AppliedGate[] | null;
  readonly chunkCount: number | null;
  readonly stability: Stability | null;
  readonly coaching: Coaching | null;
  readonly flags: readonly string[];
  readonly violations: readonly Violation[];
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  /** Integer pico-USD as a string. */
  readonly costPusd: string | null;
  readonly costStatus: CostStatus;
  readonly latencyMs: number | null;
  readonly supersededById: string | null;
  readonly reusedFromId: string | null;
  readonly callAt: Date;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
}

export interface ScoreRow {
  readonly runId: string;
  readonly dimension: string;
  readonly outcome: 'SCORED' | 'UNSCORED';
  readonly value: number | null;
  readonly reason: UnscoredReason | null;
  readonly confidence: Confidence | null;
  readonly rationale: string;
  readonly evidence: readonly VerifiedEvidence[];
}

export interface AttemptRow {
  readonly runId: string;
  readonly number: number;
  readonly kind: AttemptKind;
  readonly part: number | null;
  readonly status: AttemptStatus;
  readonly delivery: Delivery;
  readonly serviceTier: string | null;
  readonly modelAsked: string;
  readonly modelUsed: string | null;
  readonly latencyMs: number | null;
  readonly usage: Usage | null;
  readonly costPusd: string | null;
  readonly costStatus: CostStatus | null;
  readonly finishReason: FinishReason | null;
  readonly rawOutput: string | null;
  readonly violations: readonly Violation[];
  readonly scores: AnswerScores | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly providerRequestId: string | null;
  readonly systemFingerprint: string | null;
  readonly schemaHash: string | null;
  readonly createdAt: Date;
}

export interface RunFilter {
  readonly status?: readonly RunStatus[] | null;
  readonly transcriptId?: string | null;
  readonly batchId?: string | null;
  readonly representativeId?: string | null;
  readonly companyId?: string | null;
  readonly model?: string | null;
  /** True leaves out runs whose scores are by a model that stepped in. */
  readonly excludeFallback?: boolean | null;
  /** False leaves out runs that a newer one superseded. */
  readonly includeSuperseded?: boolean | null;
  readonly rubric?: string | null;
  /** Of calls at this time or later. */
  readonly from?: Date | null;
  /** Of calls before this time. */
  readonly to?: Date | null;
}

export interface RunOrder {
  /** OVERALL leaves out runs without an overall score. */
  readonly field: 'CREATED_AT' | 'CALL_AT' | 'OVERALL';
  readonly descending: boolean;
}

const ORDER_COLUMNS = {
  CREATED_AT: { column: 'created_at', type: 'timestamptz' },
  CALL_AT: { column: 'call_at', type: 'timestamptz' },
  OVERALL: { column: 'overall_normalized', type: 'double precision' },
} as const;

type Ports = Uses<'reads'>;

export const RUN_COLUMNS = `id, transcript_id as "transcriptId", normalization_id as "normalizationId", batch_id as "batchId",
  representative_id as "representativeId", subject_label as "subjectLabel", company_id as "companyId", status, waiting_for as "waitingFor", spec, model,
  model_used as "modelUsed", fallback_used as "fallbackUsed",
  overall_outcome as "overallOutcome", overall_score as "overallScore", overall_potential as "overallPotential",
  overall_normalized as "overallNormalized", overall_reason as "overallReason", overall_gates as "overallGates",
  chunk_count as "chunkCount", stability, coaching, flags, violations,
  error_code as "errorCode", error_message as "errorMessage", cost_pusd as "costPusd", cost_status as "costStatus",
  latency_ms as "latencyMs", superseded_by_id as "supersededById",
  reused_from_id as "reusedFromId", call_at as "callAt", created_at as "createdAt",
  started_at as "startedAt", ended_at as "endedAt"`;

const RUN_WHERE = `($1::text[] is null or status = any($1)) and ($2::uuid is null or transcript_id = $2)
  and ($3::uuid is null or batch_id = $3) and ($4::uuid is null or representative_id = $4)
  and ($5::uuid is null or company_id = $5) and ($6::text is null or model = $6)
  and ($7::boolean or superseded_by_id is null) and not ($8::boolean and fallback_used)
  and ($9::text is null or rubric_key = $9)
  and ($10::timestamptz is null or call_at >= $10) and ($11::timestamptz is null or call_at < $11)`;

export const runPage = (
  scope: Ports,
  filter: RunFilter,
  { field, descending }: RunOrder,
  page: PageRequest,
): Promise<Page<RunRow>> =>
  readPage<RunRow>(scope, {
    ...page,
    name: 'run_page',
    select: RUN_COLUMNS,
    from: 'run',
    where: field === 'OVERALL' ? `${RUN_WHERE} and overall_normalized is not null` : RUN_WHERE,
    values: [
      filter.status ?? null,
      filter.transcriptId ?? null,
      filter.batchId ?? null,
      filter.representativeId ?? null,
      filter.companyId ?? null,
      filter.model ?? null,
      filter.includeSuperseded ?? true,
      filter.excludeFallback ?? false,
      filter.rubric ?? null,
      filter.from ?? null,
      filter.to ?? null,
    ],
    orderBy: { ...ORDER_COLUMNS[field], descending },
  });

export const runsById = ({ reads }: Ports, ids: readonly string[]): Promise<RunRow[]> =>
  reads.read({
    name: 'run_by_id',
    text: `select ${RUN_COLUMNS} from run where id = any($1::uuid[])`,
    values: [ids],
  });

/** The newest run of each transcript that was not cancelled; of several representatives the lead's. */
export const currentRunsOf = ({ reads }: Ports, transcriptIds: readonly string[]): Promise<RunRow[]> =>
  reads.read({
    name: 'run_current',
    text: `select distinct on (transcript_id) ${RUN_COLUMNS} from run
           where transcript_id = any($1::uuid[]) and status <> 'CANCELLED'
           order by transcript_id, (select lead.representative_id = run.representative_id from transcript lead
             where lead.organization_id = run.organization_id and lead.id = run.transcript_id) desc nulls last,
             created_at desc, id desc`,
    values: [transcriptIds],
  });

export const scoresOf = ({ reads }: Ports, runIds: readonly string[]): Promise<ScoreRow[]> =>
  reads.read({
    name: 'score_of_run',
    text: `select run_id as "runId", dimension, outcome, value, reason, confidence, rationale, evidence
           from score where run_id = any($1::uuid[]) order by run_id, position`,
    values: [runIds],
  });

export const attemptsOf = ({ reads }: Ports, runIds: readonly string[]): Promise<AttemptRow[]> =>
  reads.read({
    name: 'attempt_of_run',
    text: `select run_id as "runId", number, kind, part, status, delivery, service_tier as "serviceTier", model_asked as "modelAsked", model_used as "modelUsed",
             latency_ms as "latencyMs", usage, cost_pusd as "costPusd", cost_status as "costStatus",
             finish_reason as "finishReason", raw_output as "rawOutput", violations, scores, error_code as "errorCode",
             error_message as "errorMessage", provider_request_id as "providerRequestId",
             system_fingerprint as "systemFingerprint", schema_hash as "schemaHash", created_at as "createdAt"
           from attempt where run_id = any($1::uuid[]) order by run_id, number`,
    values: [runIds],
  });

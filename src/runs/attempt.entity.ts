import { defineEntity, p } from '@mikro-orm/postgresql';
import { tenantPolicy } from '../database/tenant-policy.js';
import type { FinishReason, Usage } from '../plugin-api/index.js';
import type { Delivery } from './run-spec.js';
import type { Violation } from './violation.js';

/**
 * The judge's own fallback chain: FIRST, CORRECTION, FALLBACK. Beside it EXTRACTION (of evidence from a chunk of a
 * long call), PANEL (the same question to another judge) and SAMPLE (the same question once more to the same judge).
 */
export type AttemptKind = 'FIRST' | 'CORRECTION' | 'FALLBACK' | 'EXTRACTION' | 'PANEL' | 'SAMPLE';

/** Scores of an answer by dimension, on the rubric's scale; null where it gives none. */
export type AnswerScores = Readonly<Record<string, number | null>>;

/**
 * STARTED: the call is under way. PENDING: it is part of a provider's batch, and the run waits for its answer. HELD_BACK: it was not made, because the circuit breaker or a budget did not allow it, or its run ended first.
 * LOST: its worker died before the answer was stored.
 */
export type AttemptStatus = 'STARTED' | 'PENDING' | 'ANSWERED' | 'ERROR' | 'HELD_BACK' | 'LOST';

/** One call to a model. */
const AttemptSchema = defineEntity({
  name: 'Attempt',
  tableName: 'attempt',
  ...tenantPolicy('attempt'),
  indexes: [{ name: 'attempt_recent', properties: ['organizationId', 'createdAt'] }],
  properties: {
    organizationId: p.uuid().primary(),
    runId: p.uuid().primary(),
    number: p.integer().primary(),
    kind: p.text().$type<AttemptKind>(),
    /** Which of the evaluator's questions it belongs to, from 0: most evaluators ask one. */
    question: p.integer().default(0),
    /** From 1: which chunk, member of the panel or repetition; null in the judge's own chain. */
    part: p.integer().nullable(),
    status: p.text().$type<AttemptStatus>(),
    delivery: p.text().$type<Delivery>().default('IMMEDIATE'),
    /** Claim of the run under which the call was made. */
    leaseEpoch: p.integer(),
    modelAsked: p.text(),
    modelUsed: p.text().nullable(),
    /** Delimiter around the data in this request. */
    nonce: p.text(),
    /** SHA-256 of the schema that its answer had to fit, as canonical JSON; null for calls older than that. */
    schemaHash: p.text().nullable(),
    latencyMs: p.integer().nullable(),
    usage: p.json<Usage>().nullable(),
    /** Tier by which the service bills the call, as it answered; null for the usual one. */
    serviceTier: p.text().nullable(),
    costPusd: p.bigint('string').nullable(),
    costStatus: p.text().$type<'EXACT' | 'ESTIMATED' | 'UNPRICED'>().nullable(),
    /** Ids of the prices by which the cost was reckoned, shipped ones or the organization's own. */
    priceIds: p.array().default([]),
    finishReason: p.text().$type<FinishReason>().nullable(),
    refusal: p.text().nullable(),
    rawOutput: p.text().nullable(),
    violations: p.json<readonly Violation[]>().defaultRaw(`'[]'`),
    /** What the answer scores, where several answers to the question were taken; after repairs. */
    scores: p.json<AnswerScores>().nullable(),
    errorCode: p.text().nullable(),
    errorMessage: p.text().nullable(),
    /** Whether another try could have helped. */
    errorRetryable: p.boolean().nullable(),
    providerRequestId: p.text().nullable(),
    /** The service's mark of the configuration behind the answer, where it has one. */
    systemFingerprint: p.text().nullable(),
    createdAt: p.datetime().defaultRaw('clock_timestamp()'),
  },
});

export class Attempt extends AttemptSchema.class {}
AttemptSchema.setClass(Attempt);

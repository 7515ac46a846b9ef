import { createHash } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Cost } from '../../costs/prices/cost-of.js';
import { executeWithParameters } from '../../database/wire/execute-with-parameters.js';
import type { AppError } from '../../errors/app-error.js';
import type { JsonSchema, ModelAnswer } from '../../plugin-api/index.js';
import type { Attempt } from '../../runs/attempt.entity.js';
import { canonicalJson } from '../../text/canonical-json.js';
import { storableText } from '../../text/clean-unicode.js';

const ANSWERED = `update attempt set status = 'ANSWERED', model_used = $4, latency_ms = $5, usage = $6::jsonb,
  service_tier = $7, cost_pusd = $8, cost_status = $9, price_ids = $10, finish_reason = $11, refusal = $12,
  raw_output = $13, provider_request_id = $14, system_fingerprint = $15
  where organization_id = $1 and run_id = $2 and number = $3`;

/** An answer with what it cost. */
export interface BilledAnswer {
  readonly answer: ModelAnswer;
  /** Null where it says nothing of the model: the answer came by a batch. */
  readonly latencyMs: number | null;
  readonly cost: Cost;
}

/** Writes an answer into its attempt, in the open transaction. */
export const storeAnswer = async (
  em: EntityManager,
  { organizationId, runId, number }: Pick<Attempt, 'organizationId' | 'runId' | 'number'>,
  { answer, latencyMs, cost }: BilledAnswer,
): Promise<void> => {
  const { modelUsed, usage, serviceTier = null, finishReason, refusal, content } = answer;
  const told = [modelUsed, latencyMs, usage === null ? null : JSON.stringify(usage), serviceTier];
  const price = [cost.pusd?.toString() ?? null, cost.status, [...cost.priceIds]];
  const given = [finishReason, refusal, content, answer.providerRequestId, answer.systemFingerprint ?? null];
  await executeWithParameters(em, ANSWERED, [organizationId, runId, number, ...told, ...price, ...given]);
};

/** Why an attempt brought no answer, as it is stored. */
export const failureFields = ({ code, message, retryable }: AppError) => ({
  errorCode: code,
  errorMessage: storableText(message, ''),
  errorRetryable: retryable,
});

/** SHA-256 of a response schema as canonical JSON, in hex. */
export const schemaHash = (schema: JsonSchema): string =>
  createHash('sha256').update(canonicalJson(schema)).digest('hex');

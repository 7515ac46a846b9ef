import { ApiKey } from '../access/api-key.entity.js';
import { Company } from '../people/company.entity.js';
import { IdempotencyKey } from '../access/idempotency-key.entity.js';
import { Organization } from '../access/organization.entity.js';
import { ProviderCredential } from '../access/provider-credential.entity.js';
import { Representative } from '../people/representative.entity.js';
import { AuditEntry } from '../audit/audit-entry.entity.js';
import { BudgetReservation } from '../costs/budgets/budget-reservation.entity.js';
import { BudgetSpend } from '../costs/budgets/budget-spend.entity.js';
import { Budget } from '../costs/budgets/budget.entity.js';
import { OwnModelPrice } from '../costs/prices/own-model-price.entity.js';
import { PlatformModelPrice } from '../costs/prices/platform-model-price.entity.js';
import { ModelGate } from '../limits/model-gate.entity.js';
import { ModelSlot } from '../limits/model-slot.entity.js';
import { EventCounter } from '../live/event-counter.entity.js';
import { Event } from '../live/event.entity.js';
import { ScoringPolicyVersion } from '../profiles/scoring-policy-version.entity.js';
import { PromptVersion } from '../prompts/prompt-version.entity.js';
import { DeadLetter } from '../queue/dead-letter.entity.js';
import { OutboxEntry } from '../queue/outbox-entry.entity.js';
import { RubricVersion } from '../rubrics/rubric-version.entity.js';
import { Attempt } from '../runs/attempt.entity.js';
import { Batch } from '../runs/batch.entity.js';
import { BatchRequest } from '../runs/economy/batch-request.entity.js';
import { ProviderBatch } from '../runs/economy/provider-batch.entity.js';
import { Run } from '../runs/run.entity.js';
import { Score } from '../runs/score.entity.js';
import { IngestionPolicy } from '../transcripts/policy/ingestion-policy.entity.js';
import { Normalization } from '../transcripts/normalization.entity.js';
import { RawFile } from '../transcripts/uploads/raw-file.entity.js';
import { TranscriptRepresentative } from '../transcripts/transcript-representative.entity.js';
import { Transcript } from '../transcripts/transcript.entity.js';
import { Upload, UploadFile } from '../transcripts/uploads/upload.entity.js';

/** Every table, in no particular order. */
export const entities = [
  ApiKey,
  Attempt,
  AuditEntry,
  Batch,
  BatchRequest,
  Budget,
  BudgetReservation,
  BudgetSpend,
  Company,
  DeadLetter,
  Event,
  EventCounter,
  IdempotencyKey,
  IngestionPolicy,
  ModelGate,
  ModelSlot,
  Normalization,
  Organization,
  OutboxEntry,
  OwnModelPrice,
  PlatformModelPrice,
  PromptVersion,
  ProviderBatch,
  ProviderCredential,
  RawFile,
  Representative,
  RubricVersion,
  Run,
  Score,
  ScoringPolicyVersion,
  Transcript,
  TranscriptRepresentative,
  Upload,
  UploadFile,
];

/** Tables that no organization owns; the app may only read them. */
export const platformTables = ['platform_model_price', 'platform_prompt_version', 'platform_rubric_version'] as const;

/** Tables that no organization owns, in which processes tell each other what each must know. They hold nothing of anybody. */
export const sharedTables = ['model_gate', 'model_slot'] as const;

/**
 * What the app may not do to its tables: what happened is neither rewritten nor taken back. Columns stand where only
 * some of a row may change.
 */
export const appGrants: Readonly<Record<string, string>> = {
  audit_entry: 'select, insert',
  event: 'select, insert',
  event_counter: 'select',
  idempotency_key: 'select, insert',
  normalization: 'select, insert',
  raw_file: 'select, insert',
  upload_file: 'select, insert',
  upload: 'select, insert, update (status, file_count, content_hash, lease_until)',
  score: 'select, insert',
  scoring_policy_version: 'select, insert',
  dead_letter: 'select, insert',
  batch: 'select, insert',
  batch_request: 'select, insert, update (request, reservation_id)',
  provider_batch: 'select, insert, update',
  model_price: 'select, insert, update (valid_to)',
  budget: 'select, insert, update',
  budget_spend: 'select, insert, update',
  budget_reservation: 'select, insert, delete',
  api_key: 'select, insert, update (revoked_at)',
  organization: 'select, insert, update (name, email_domains)',
  outbox: 'select, insert, delete',
  attempt: 'select, insert, update',
  run: 'select, insert, update',
  transcript: 'select, insert, update',
};

/** What the courier may touch: promises, sequences, leases and key hashes, no contents. */
export const courierGrants: Readonly<Record<string, string>> = {
  outbox: 'select, update, delete, insert',
  event: 'select (organization_id, id, position, sequence), update (sequence)',
  event_counter: 'select, insert, update',
  run: 'select (organization_id, id, status, lease_epoch, lease_until, check_at), update (check_at)',
  transcript: 'select (organization_id, id, status, lease_epoch, lease_until, check_at), update (check_at)',
  provider_batch: 'select (organization_id, id, status, lease_epoch, lease_until, check_at), update (check_at)',
  api_key: 'select (organization_id, id, name, key_hash, role, expires_at, revoked_at)',
};

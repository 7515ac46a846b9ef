import { Migration } from '@mikro-orm/migrations';

// Written from the entities; the foreign keys are by hand. Each starts with the organization, so no row can point across;
// they are checked at commit, because the unit of work knows no order among rows that hold plain ids.

const FOREIGN_KEYS = [
  ['attempt', 'run_id', 'run'],
  ['score', 'run_id', 'run'],
  ['run', 'transcript_id', 'transcript'],
  ['run', 'normalization_id', 'normalization'],
  ['run', 'batch_id', 'batch'],
  ['run', 'representative_id', 'representative'],
  ['run', 'company_id', 'company'],
  ['normalization', 'transcript_id', 'transcript'],
  ['transcript', 'raw_file_id', 'raw_file'],
  ['transcript', 'representative_id', 'representative'],
  ['transcript', 'company_id', 'company'],
] as const;

const OF_ORGANIZATION = [
  'api_key',
  'batch',
  'company',
  'raw_file',
  'representative',
  'transcript',
] as const;

export class Migration20261123000000_initial extends Migration {
  override up(): void {
    this.addSql(`create table "api_key" ("organization_id" uuid not null, "id" uuid not null, "name" text not null, "prefix" text not null, "key_hash" text not null, "role" text not null, "created_at" timestamptz not null default clock_timestamp(), "expires_at" timestamptz null, "revoked_at" timestamptz null, primary key ("organization_id", "id"))`);
    this.addSql(`create index "api_key_hash_index" on "api_key" ("key_hash")`);
    this.addSql(`create table "attempt" ("organization_id" uuid not null, "run_id" uuid not null, "number" int not null, "kind" text not null, "status" text not null, "lease_epoch" int not null, "model_asked" text not null, "model_used" text null, "nonce" text not null, "latency_ms" int null, "usage" jsonb null, "cost_pusd" bigint null, "cost_status" text null, "finish_reason" text null, "refusal" text null, "raw_output" text null, "violations" jsonb not null default '[]', "error_code" text null, "error_message" text null, "provider_request_id" text null, "created_at" timestamptz not null default clock_timestamp(), primary key ("organization_id", "run_id", "number"))`);
    this.addSql(`create table "audit_entry" ("organization_id" uuid not null, "id" uuid not null, "actor_kind" text not null, "actor_id" text null, "action" text not null, "subject_type" text not null, "subject_id" uuid not null, "before" jsonb null, "after" jsonb null, "request_id" text null, "created_at" timestamptz not null default clock_timestamp(), primary key ("organization_id", "id"))`);
    this.addSql(`create index "audit_entry_subject" on "audit_entry" ("organization_id", "subject_id")`);
    this.addSql(`create table "batch" ("organization_id" uuid not null, "id" uuid not null, "name" text not null, "size" int not null, "created_at" timestamptz not null default clock_timestamp(), primary key ("organization_id", "id"))`);
    this.addSql(`create table "company" ("organization_id" uuid not null, "id" uuid not null, "name" text not null, "identity" text not null, "confirmed" boolean not null default false, "created_at" timestamptz not null default clock_timestamp(), primary key ("organization_id", "id"))`);
    this.addSql(`alter table "company" add constraint "company_identity" unique ("organization_id", "identity")`);
    this.addSql(`create table "dead_letter" ("organization_id" uuid not null, "id" uuid not null, "job" text not null, "key" text not null, "payload" jsonb not null, "code" text not null, "message" text not null, "created_at" timestamptz not null default clock_timestamp(), primary key ("organization_id", "id"))`);
    this.addSql(`create table "event" ("organization_id" uuid not null, "id" uuid not null, "position" bigserial not null, "sequence" bigint null, "kind" text not null, "subject_id" uuid not null, "batch_id" uuid null, "payload" jsonb not null, "created_at" timestamptz not null default clock_timestamp(), primary key ("organization_id", "id"))`);
    this.addSql(`create index "event_unstamped" on "event" ("position") where "sequence" is null`);
    this.addSql(`create index "event_subject" on "event" ("organization_id", "subject_id", "sequence")`);
    this.addSql(`create index "event_batch" on "event" ("organization_id", "batch_id", "sequence")`);
    this.addSql(`alter table "event" add constraint "event_sequence" unique ("organization_id", "sequence")`);
    this.addSql(`create table "event_counter" ("organization_id" uuid not null, "last" bigint not null default '0', primary key ("organization_id"))`);
    this.addSql(`create table "idempotency_key" ("organization_id" uuid not null, "operation" text not null, "key" text not null, "input_hash" text not null, "result_id" uuid not null, "created_at" timestamptz not null default clock_timestamp(), primary key ("organization_id", "operation", "key"))`);
    this.addSql(`create table "normalization" ("organization_id" uuid not null, "id" uuid not null, "transcript_id" uuid not null, "normalizer_version" text not null, "format" text not null, "confidence" double precision not null, "encoding" text not null, "document" jsonb not null, "warnings" jsonb not null, "created_at" timestamptz not null default clock_timestamp(), primary key ("organization_id", "id"))`);
    this.addSql(`create index "normalization_transcript" on "normalization" ("organization_id", "transcript_id", "id")`);
    this.addSql(`create table "organization" ("id" uuid not null, "name" text not null, "email_domains" text[] not null default '{}', "created_at" timestamptz not null default clock_timestamp(), primary key ("id"))`);
    this.addSql(`create table "outbox" ("organization_id" uuid not null, "id" uuid not null, "job" text not null, "key" text not null, "payload" jsonb not null, "available_at" timestamptz not null default clock_timestamp(), primary key ("organization_id", "id"))`);
    this.addSql(`create index "outbox_available" on "outbox" ("available_at")`);
    this.addSql(`create table "platform_prompt_version" ("id" uuid not null, "prompt_key" text not null, "number" int not null, "status" text not null, "text" text not null, "hash" text not null, "commit_message" text not null, "created_at" timestamptz not null default clock_timestamp(), primary key ("id"))`);
    this.addSql(`alter table "platform_prompt_version" add constraint "platform_prompt_version_number" unique ("prompt_key", "number")`);
    this.addSql(`create table "raw_file" ("organization_id" uuid not null, "id" uuid not null, "file_name" text not null, "bytes" bytea not null, "byte_length" int not null, "sha256" text not null, "created_at" timestamptz not null default clock_timestamp(), primary key ("organization_id", "id"))`);
    this.addSql(`create table "representative" ("organization_id" uuid not null, "id" uuid not null, "name" text not null, "email" text null, "identity" text not null, "confirmed" boolean not null default false, "created_at" timestamptz not null default clock_timestamp(), primary key ("organization_id", "id"))`);
    this.addSql(`alter table "representative" add constraint "representative_identity" unique ("organization_id", "identity")`);
    this.addSql(`create table "platform_rubric_version" ("id" uuid not null, "key" text not null, "version" int not null, "name" text not null, "document" jsonb not null, "hash" text not null, "created_at" timestamptz not null default clock_timestamp(), primary key ("id"))`);
    this.addSql(`alter table "platform_rubric_version" add constraint "platform_rubric_version_number" unique ("key", "version")`);
    this.addSql(`create table "run" ("organization_id" uuid not null, "id" uuid not null, "transcript_id" uuid not null, "normalization_id" uuid not null, "batch_id" uuid null, "representative_id" uuid null, "company_id" uuid null, "status" text not null, "spec" jsonb not null, "prompt_version_id" uuid not null, "model" text not null, "rubric_key" text not null, "rubric_version" int not null, "overall_outcome" text null, "overall_score" double precision null, "overall_potential" double precision null, "overall_normalized" double precision null, "overall_reason" text null, "coaching" jsonb null, "flags" text[] not null default '{}', "violations" jsonb not null default '[]', "error_code" text null, "error_message" text null, "cost_pusd" bigint null, "cost_status" text not null default 'EXACT', "latency_ms" int null, "superseded_by_id" uuid null, "requested_by" text null, "call_at" timestamptz not null, "created_at" timestamptz not null default clock_timestamp(), "started_at" timestamptz null, "ended_at" timestamptz null, "lease_epoch" int not null default 0, "lease_until" timestamptz null, "check_at" timestamptz not null default (clock_timestamp() + '00:00:30'::interval), primary key ("organization_id", "id"))`);
    this.addSql(`create index "run_recent" on "run" ("organization_id", "created_at", "id")`);
    this.addSql(`create index "run_transcript" on "run" ("organization_id", "transcript_id", "id")`);
    this.addSql(`create index "run_batch" on "run" ("organization_id", "batch_id", "id")`);
    this.addSql(`create index "run_representative" on "run" ("organization_id", "representative_id", "call_at")`);
    this.addSql(`create index "run_company" on "run" ("organization_id", "company_id", "call_at")`);
    this.addSql(`create index "run_unfinished" on "run" ("check_at") where "status" in ('QUEUED', 'SCORING', 'VALIDATING', 'CORRECTING')`);
    this.addSql(`create table "score" ("organization_id" uuid not null, "run_id" uuid not null, "dimension" text not null, "position" int not null, "outcome" text not null, "value" double precision null, "reason" text null, "confidence" text null, "rationale" text not null, "evidence" jsonb not null, primary key ("organization_id", "run_id", "dimension"))`);
    this.addSql(`create table "transcript" ("organization_id" uuid not null, "id" uuid not null, "raw_file_id" uuid not null, "status" text not null, "upload_fields" jsonb not null, "requested_scoring" jsonb not null, "title" text null, "file_name" text not null, "content_hash" text not null, "external_ref" text null, "error_code" text null, "error_message" text null, "normalization_id" uuid null, "format" text null, "language" text null, "started_at" timestamptz null, "duration_ms" int null, "turn_count" int null, "representative_id" uuid null, "company_id" uuid null, "lease_epoch" int not null default 0, "lease_until" timestamptz null, "check_at" timestamptz not null default (clock_timestamp() + '00:00:30'::interval), "created_at" timestamptz not null default clock_timestamp(), primary key ("organization_id", "id"))`);
    this.addSql(`create index "transcript_recent" on "transcript" ("organization_id", "created_at", "id")`);
    this.addSql(`create index "transcript_content" on "transcript" ("organization_id", "content_hash")`);
    this.addSql(`create index "transcript_unfinished" on "transcript" ("check_at") where "status" in ('QUEUED', 'NORMALIZING')`);
    this.addSql(`alter table "api_key" enable row level security`);
    this.addSql(`alter table "api_key" force row level security`);
    this.addSql(`create policy "api_key_tenant" on "api_key" using (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) with check (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid)`);
    this.addSql(`create policy "api_key_courier" on "api_key" for select to "debrief_courier" using (true)`);
    this.addSql(`alter table "attempt" enable row level security`);
    this.addSql(`alter table "attempt" force row level security`);
    this.addSql(`create policy "attempt_tenant" on "attempt" using (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) with check (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid)`);
    this.addSql(`alter table "audit_entry" enable row level security`);
    this.addSql(`alter table "audit_entry" force row level security`);
    this.addSql(`create policy "audit_entry_tenant" on "audit_entry" using (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) with check (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid)`);
    this.addSql(`alter table "batch" enable row level security`);
    this.addSql(`alter table "batch" force row level security`);
    this.addSql(`create policy "batch_tenant" on "batch" using (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) with check (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid)`);
    this.addSql(`alter table "company" enable row level security`);
    this.addSql(`alter table "company" force row level security`);
    this.addSql(`create policy "company_tenant" on "company" using (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) with check (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid)`);
    this.addSql(`alter table "dead_letter" enable row level security`);
    this.addSql(`alter table "dead_letter" force row level security`);
    this.addSql(`create policy "dead_letter_tenant" on "dead_letter" using (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) with check (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid)`);
    this.addSql(`alter table "event" enable row level security`);
    this.addSql(`alter table "event" force row level security`);
    this.addSql(`create policy "event_tenant" on "event" using (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) with check (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid)`);
    this.addSql(`create policy "event_courier" on "event" for select to "debrief_courier" using (true)`);
    this.addSql(`create policy "event_courier_update" on "event" for update to "debrief_courier" using (true) with check (true)`);
    this.addSql(`alter table "event_counter" enable row level security`);
    this.addSql(`alter table "event_counter" force row level security`);
    this.addSql(`create policy "event_counter_tenant" on "event_counter" using (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) with check (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid)`);
    this.addSql(`create policy "event_counter_courier" on "event_counter" to "debrief_courier" using (true) with check (true)`);
    this.addSql(`alter table "idempotency_key" enable row level security`);
    this.addSql(`alter table "idempotency_key" force row level security`);
    this.addSql(`create policy "idempotency_key_tenant" on "idempotency_key" using (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) with check (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid)`);
    this.addSql(`alter table "normalization" enable row level security`);
    this.addSql(`alter table "normalization" force row level security`);
    this.addSql(`create policy "normalization_tenant" on "normalization" using (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) with check (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid)`);
    this.addSql(`alter table "organization" enable row level security`);
    this.addSql(`alter table "organization" force row level security`);
    this.addSql(`create policy "organization_tenant" on "organization" using (id = nullif(current_setting('app.organization_id', true), '')::uuid) with check (id = nullif(current_setting('app.organization_id', true), '')::uuid)`);
    this.addSql(`alter table "outbox" enable row level security`);
    this.addSql(`alter table "outbox" force row level security`);
    this.addSql(`create policy "outbox_tenant" on "outbox" using (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) with check (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid)`);
    this.addSql(`create policy "outbox_courier" on "outbox" to "debrief_courier" using (true) with check (true)`);
    this.addSql(`alter table "raw_file" enable row level security`);
    this.addSql(`alter table "raw_file" force row level security`);
    this.addSql(`create policy "raw_file_tenant" on "raw_file" using (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) with check (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid)`);
    this.addSql(`alter table "representative" enable row level security`);
    this.addSql(`alter table "representative" force row level security`);
    this.addSql(`create policy "representative_tenant" on "representative" using (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) with check (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid)`);
    this.addSql(`alter table "run" enable row level security`);
    this.addSql(`alter table "run" force row level security`);
    this.addSql(`create policy "run_tenant" on "run" using (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) with check (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid)`);
    this.addSql(`create policy "run_courier" on "run" for select to "debrief_courier" using (true)`);
    this.addSql(`create policy "run_courier_update" on "run" for update to "debrief_courier" using (true) with check (true)`);
    this.addSql(`alter table "score" enable row level security`);
    this.addSql(`alter table "score" force row level security`);
    this.addSql(`create policy "score_tenant" on "score" using (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) with check (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid)`);
    this.addSql(`alter table "transcript" enable row level security`);
    this.addSql(`alter table "transcript" force row level security`);
    this.addSql(`create policy "transcript_tenant" on "transcript" using (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) with check (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid)`);
    this.addSql(`create policy "transcript_courier" on "transcript" for select to "debrief_courier" using (true)`);
    this.addSql(`create policy "transcript_courier_update" on "transcript" for update to "debrief_courier" using (true) with check (true)`);
    for (const [table, column, target] of FOREIGN_KEYS) {
      this.addSql(
        `alter table "${table}" add constraint "${table}_${column}" foreign key ("organization_id", "${column}") references "${target}" ("organization_id", "id") deferrable initially deferred`,
      );
    }
    for (const table of OF_ORGANIZATION) {
      this.addSql(
        `alter table "${table}" add constraint "${table}_organization" foreign key ("organization_id") references "organization" ("id") deferrable initially deferred`,
      );
    }
  }
}

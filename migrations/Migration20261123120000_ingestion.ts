import { Migration } from '@mikro-orm/migrations';

// Uploads of many files, calls with several representatives, corrections by people, quality and metrics of a normalized form.

const FOREIGN_KEYS = [
  ['transcript', 'parent_id', 'transcript'],
  ['normalization', 'based_on_id', 'normalization'],
  ['representative', 'merged_into_id', 'representative'],
  ['company', 'merged_into_id', 'company'],
  ['transcript_representative', 'transcript_id', 'transcript'],
  ['transcript_representative', 'representative_id', 'representative'],
  ['upload_file', 'upload_id', 'upload'],
  ['upload_file', 'transcript_id', 'transcript'],
] as const;

const TENANT_TABLES = ['ingestion_policy', 'transcript_representative', 'upload', 'upload_file'] as const;

const OWN = `organization_id = nullif(current_setting('app.organization_id', true), '')::uuid`;

export class Migration20261123120000_ingestion extends Migration {
  override up(): void {
    this.addSql(`create table "ingestion_policy" ("organization_id" uuid not null, "quality" jsonb not null default '{}', "max_file_bytes" int null, "max_queued" int null, "updated_at" timestamptz not null default clock_timestamp(), primary key ("organization_id"))`);
    this.addSql(`create table "upload" ("organization_id" uuid not null, "id" uuid not null, "status" text not null, "fields" jsonb not null, "scoring" jsonb not null, "file_count" int not null default 0, "content_hash" text null, "created_by" text null, "expires_at" timestamptz null, "created_at" timestamptz not null default clock_timestamp(), primary key ("organization_id", "id"))`);
    this.addSql(`create index "upload_recent" on "upload" ("organization_id", "created_at", "id")`);
    this.addSql(`create table "upload_file" ("organization_id" uuid not null, "upload_id" uuid not null, "position" int not null, "file_name" text not null, "external_ref" text null, "transcript_id" uuid null, "duplicate" boolean not null default false, "error_code" text null, "error_message" text null, "created_at" timestamptz not null default clock_timestamp(), primary key ("organization_id", "upload_id", "position"))`);
    this.addSql(`create index "upload_file_transcript" on "upload_file" ("organization_id", "transcript_id")`);
    this.addSql(`create table "transcript_representative" ("organization_id" uuid not null, "transcript_id" uuid not null, "speaker_label" text not null, "representative_id" uuid null, "assigned" boolean not null default false, primary key ("organization_id", "transcript_id", "speaker_label"))`);
    this.addSql(`create index "transcript_representative_person" on "transcript_representative" ("organization_id", "representative_id")`);
    this.addSql(`alter table "representative" add column "name_key" text not null default '', add column "merged_into_id" uuid null`);
    this.addSql(`create index "representative_name" on "representative" ("organization_id", "name_key")`);
    this.addSql(`create index "representative_email" on "representative" ("organization_id", "email")`);
    this.addSql(`alter table "company" add column "name_key" text not null default '', add column "merged_into_id" uuid null`);
    this.addSql(`create index "company_name" on "company" ("organization_id", "name_key")`);
    this.addSql(`alter table "transcript" add column "call_type" text null, add column "parent_id" uuid null, add column "quality_score" double precision null, add column "first_epoch" int not null default 0, add column "released" boolean not null default false, add column "corrections" jsonb not null default '[]'`);
    this.addSql(`create index "transcript_waiting" on "transcript" ("organization_id") where "status" in ('QUEUED', 'NORMALIZING')`);
    this.addSql(`create index "transcript_parent" on "transcript" ("organization_id", "parent_id")`);
    this.addSql(`alter table "normalization" add column "quality" jsonb null, add column "metrics" jsonb null, add column "origin" text not null default 'UPLOAD', add column "based_on_id" uuid null, add column "difference" jsonb null, add column "runner_up" jsonb null`);
    for (const table of TENANT_TABLES) {
      this.addSql(`alter table "${table}" enable row level security`);
      this.addSql(`alter table "${table}" force row level security`);
      this.addSql(`create policy "${table}_tenant" on "${table}" using (${OWN}) with check (${OWN})`);
      this.addSql(
        `alter table "${table}" add constraint "${table}_organization" foreign key ("organization_id") references "organization" ("id") deferrable initially deferred`,
      );
    }
    for (const [table, column, target] of FOREIGN_KEYS) {
      this.addSql(
        `alter table "${table}" add constraint "${table}_${column}" foreign key ("organization_id", "${column}") references "${target}" ("organization_id", "id") deferrable initially deferred`,
      );
    }
  }
}

import { Migration } from '@mikro-orm/migrations';

// Calls that go by a provider's batch, for less money and later: the batches, and the requests in them.

const OWN = `organization_id = nullif(current_setting('app.organization_id', true), '')::uuid`;

export class Migration20261123234500_economy extends Migration {
  override up(): void {
    this.addSql(`create table "provider_batch" ("organization_id" uuid not null, "id" uuid not null, "provider" text not null, "model" text not null, "status" text not null, "request_count" int not null default 0, "request_bytes" int not null default 0, "sent" boolean not null default false, "reference" text null, "failures" int not null default 0, "cancel_requested" boolean not null default false, "error_code" text null, "error_message" text null, "created_at" timestamptz not null default clock_timestamp(), "submitted_at" timestamptz null, "ended_at" timestamptz null, "lease_epoch" int not null default 0, "lease_until" timestamptz null, "check_at" timestamptz not null, primary key ("organization_id", "id"))`);
    this.addSql(`create index "provider_batch_unfinished" on "provider_batch" ("check_at") where "status" in ('GATHERING', 'SUBMITTING', 'SUBMITTED')`);
    this.addSql(`create unique index "provider_batch_gathering" on "provider_batch" ("organization_id", "provider", "model") where "status" = 'GATHERING'`);
    this.addSql(`create table "batch_request" ("organization_id" uuid not null, "run_id" uuid not null, "number" int not null, "provider_batch_id" uuid not null, "request" text null, "input_tokens" int not null, "reservation_id" uuid null, primary key ("organization_id", "run_id", "number"))`);
    this.addSql(`create index "batch_request_batch" on "batch_request" ("organization_id", "provider_batch_id")`);
    for (const table of ['provider_batch', 'batch_request']) {
      this.addSql(`alter table "${table}" enable row level security`);
      this.addSql(`alter table "${table}" force row level security`);
      this.addSql(`create policy "${table}_tenant" on "${table}" using (${OWN}) with check (${OWN})`);
      this.addSql(`alter table "${table}" add constraint "${table}_organization" foreign key ("organization_id") references "organization" ("id") deferrable initially deferred`);
    }
    this.addSql(`create policy "provider_batch_courier" on "provider_batch" for select to debrief_courier using (true)`);
    this.addSql(`create policy "provider_batch_courier_update" on "provider_batch" for update to debrief_courier using (true) with check (true)`);
    this.addSql(`alter table "batch_request" add constraint "batch_request_attempt" foreign key ("organization_id", "run_id", "number") references "attempt" ("organization_id", "run_id", "number") deferrable initially deferred`);
    this.addSql(`alter table "batch_request" add constraint "batch_request_provider_batch" foreign key ("organization_id", "provider_batch_id") references "provider_batch" ("organization_id", "id") deferrable initially deferred`);
    this.addSql(`alter table "run" add column "waiting_for" text null`);
    this.addSql(`alter table "attempt" add column "delivery" text not null default 'IMMEDIATE'`);
    this.addSql(`alter table "batch" add column "delivery" text not null default 'IMMEDIATE'`);
  }
}

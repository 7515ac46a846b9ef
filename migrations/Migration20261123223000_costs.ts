import { Migration } from '@mikro-orm/migrations';

// Prices of models, shipped and of an organization; budgets, what was spent of them, and what calls under way keep back.

const TENANT_TABLES = ['model_price', 'budget', 'budget_spend', 'budget_reservation'] as const;

const OWN = `organization_id = nullif(current_setting('app.organization_id', true), '')::uuid`;

const PRICE = `"provider" text not null, "model" text not null, "service_tier" text not null, "min_input_tokens" int not null, "bucket" text not null, "pusd_per_token" bigint not null, "currency" text not null default 'USD', "valid_from" timestamptz not null, "valid_to" timestamptz null`;

export class Migration20261123223000_costs extends Migration {
  override up(): void {
    this.addSql(`create table "platform_model_price" ("id" uuid not null, ${PRICE}, "source" text not null, "created_at" timestamptz not null default clock_timestamp(), primary key ("id"))`);
    this.addSql(`alter table "platform_model_price" add constraint "platform_model_price_start" unique ("provider", "model", "service_tier", "min_input_tokens", "bucket", "valid_from")`);
    this.addSql(`create table "model_price" ("organization_id" uuid not null, "id" uuid not null, ${PRICE}, "source" text null, "created_by" text null, "created_at" timestamptz not null default clock_timestamp(), primary key ("organization_id", "id"))`);
    this.addSql(`alter table "model_price" add constraint "model_price_start" unique ("organization_id", "provider", "model", "service_tier", "min_input_tokens", "bucket", "valid_from")`);
    this.addSql(`create table "budget" ("organization_id" uuid not null, "kind" text not null, "limit_pusd" bigint null, "refuse_unpriced" boolean not null default false, "updated_at" timestamptz not null default clock_timestamp(), primary key ("organization_id", "kind"))`);
    this.addSql(`create table "budget_spend" ("organization_id" uuid not null, "kind" text not null, "period" text not null, "spent_pusd" bigint not null default '0', "reserved_pusd" bigint not null default '0', "unpriced_calls" int not null default 0, primary key ("organization_id", "kind", "period"))`);
    this.addSql(`create table "budget_reservation" ("organization_id" uuid not null, "id" uuid not null, "kind" text not null, "period" text not null, "amount_pusd" bigint not null, "run_id" uuid not null, "lease_epoch" int not null, "model" text not null, "expires_at" timestamptz not null, "created_at" timestamptz not null default clock_timestamp(), primary key ("organization_id", "id", "kind"))`);
    this.addSql(`create index "budget_reservation_expiry" on "budget_reservation" ("organization_id", "expires_at")`);
    this.addSql(`alter table "attempt" add column "service_tier" text null, add column "price_ids" text[] not null default '{}'`);
    this.addSql(`create index "attempt_recent" on "attempt" ("organization_id", "created_at")`);
    for (const table of TENANT_TABLES) {
      this.addSql(`alter table "${table}" enable row level security`);
      this.addSql(`alter table "${table}" force row level security`);
      this.addSql(`create policy "${table}_tenant" on "${table}" using (${OWN}) with check (${OWN})`);
      this.addSql(`alter table "${table}" add constraint "${table}_organization" foreign key ("organization_id") references "organization" ("id") deferrable initially deferred`);
    }
    this.addSql(`alter table "budget_spend" add constraint "budget_spend_kind" foreign key ("organization_id", "kind") references "budget" ("organization_id", "kind") deferrable initially deferred`);
    this.addSql(`alter table "budget_reservation" add constraint "budget_reservation_period" foreign key ("organization_id", "kind", "period") references "budget_spend" ("organization_id", "kind", "period") deferrable initially deferred`);
  }
}

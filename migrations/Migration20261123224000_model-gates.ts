import { Migration } from '@mikro-orm/migrations';

// What may go to a model at a time, shared by every process; the organizations' own credentials.

const OWN = `organization_id = nullif(current_setting('app.organization_id', true), '')::uuid`;

export class Migration20261123224000_model_gates extends Migration {
  override up(): void {
    this.addSql(`create table "model_gate" ("account" text not null, "address" text not null, "failures" int not null default 0, "successes" int not null default 0, "window_from" timestamptz null, "open_until" timestamptz null, "openings" int not null default 0, "probe_id" text null, "probe_until" timestamptz null, "recovering_from" timestamptz null, "closed_until" timestamptz null, "next_turn" timestamptz null, "since" timestamptz not null default clock_timestamp(), primary key ("account", "address"))`);
    this.addSql(`create table "model_slot" ("account" text not null, "address" text not null, "id" text not null, "tokens" int not null, "acquired_at" timestamptz not null, "expires_at" timestamptz not null, "released_at" timestamptz null, primary key ("account", "address", "id"))`);
    this.addSql(`create index "model_slot_recent" on "model_slot" ("account", "address", "acquired_at")`);
    this.addSql(`alter table "run" add column "turn_waits" int not null default 0`);
    this.addSql(`create table "provider_credential" ("organization_id" uuid not null, "provider" text not null, "sealed" text not null, "key_id" text not null, "last_four" text not null, "updated_at" timestamptz not null default clock_timestamp(), primary key ("organization_id", "provider"))`);
    this.addSql(`alter table "provider_credential" enable row level security`);
    this.addSql(`alter table "provider_credential" force row level security`);
    this.addSql(`create policy "provider_credential_tenant" on "provider_credential" using (${OWN}) with check (${OWN})`);
    this.addSql(`alter table "provider_credential" add constraint "provider_credential_organization" foreign key ("organization_id") references "organization" ("id") deferrable initially deferred`);
  }
}

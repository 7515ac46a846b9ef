import { Migration } from '@mikro-orm/migrations';

// How an organization wants its calls scored, in versions.

const OWN = `organization_id = nullif(current_setting('app.organization_id', true), '')::uuid`;

export class Migration20261123180000_scoring_policy extends Migration {
  override up(): void {
    this.addSql(`create table "scoring_policy_version" ("organization_id" uuid not null, "version" int not null, "document" jsonb not null, "created_by" text null, "created_at" timestamptz not null default clock_timestamp(), primary key ("organization_id", "version"))`);
    this.addSql(`alter table "scoring_policy_version" enable row level security`);
    this.addSql(`alter table "scoring_policy_version" force row level security`);
    this.addSql(`create policy "scoring_policy_version_tenant" on "scoring_policy_version" using (${OWN}) with check (${OWN})`);
    this.addSql(`alter table "scoring_policy_version" add constraint "scoring_policy_version_organization" foreign key ("organization_id") references "organization" ("id") deferrable initially deferred`);
  }
}

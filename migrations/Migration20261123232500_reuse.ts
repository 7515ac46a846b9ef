import { Migration } from '@mikro-orm/migrations';

// By what a result can be taken for another run, from which run it was taken, and the plugins that were there when a run was asked for.

export class Migration20261123232500_reuse extends Migration {
  override up(): void {
    this.addSql(`alter table "run" add column "reuse_key" text null, add column "reused_from_id" uuid null, add column "plugin_versions" jsonb null`);
    this.addSql(`create index "run_reuse" on "run" ("organization_id", "reuse_key", "id")`);
    this.addSql(`alter table "run" add constraint "run_reused_from" foreign key ("organization_id", "reused_from_id") references "run" ("organization_id", "id") deferrable initially deferred`);
  }
}

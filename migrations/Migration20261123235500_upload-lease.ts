import { Migration } from '@mikro-orm/migrations';

// Until when an upload that takes its files is taken to be at work. Those of before are given a while.

export class Migration20261123235500_upload_lease extends Migration {
  override up(): void {
    this.addSql(
      `alter table "upload" add column "lease_until" timestamptz not null default clock_timestamp() + '00:02:00'::interval`,
    );
    this.addSql(`create index "upload_accepting" on "upload" ("organization_id") where "status" = 'ACCEPTING'`);
  }
}

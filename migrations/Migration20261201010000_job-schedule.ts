import { Migration } from '@mikro-orm/migrations';

// When each scheduled job is due next. The scheduler enqueues a due job for every organization, so it sees their ids.

export class Migration20261201010000_job_schedule extends Migration {
  override up(): void {
    this.addSql(
      `create table "job_schedule" ("job" text not null, "rule" text not null, "next_at" timestamptz not null, "last_at" timestamptz null, primary key ("job"))`,
    );
    this.addSql(
      `create policy "organization_courier" on "organization" for select to "debrief_courier" using (true)`,
    );
  }
}

import { Migration } from '@mikro-orm/migrations';

// Who of several representatives a run scores, and which gates of its rubric hold its overall down.

export class Migration20261123231500_run_subject extends Migration {
  override up(): void {
    this.addSql(`alter table "run" add column "subject_label" text null, add column "overall_gates" jsonb null`);
  }
}

import { Migration } from '@mikro-orm/migrations';

// Runs by overall score, lowest or highest first.

export class Migration20261201096000_run_overall extends Migration {
  override up(): void {
    this.addSql(`create index "run_overall" on "run" ("organization_id", "overall_normalized", "id")`);
  }
}

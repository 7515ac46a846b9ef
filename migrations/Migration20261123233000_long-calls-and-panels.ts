import { Migration } from '@mikro-orm/migrations';

// Calls that are read in parts, panels of judges, and scorings that are repeated to see how stable they are.

export class Migration20261123233000_long_calls_and_panels extends Migration {
  override up(): void {
    this.addSql(`alter table "run" add column "chunk_count" int null, add column "stability" jsonb null`);
    this.addSql(`alter table "attempt" add column "part" int null, add column "scores" jsonb null`);
  }
}

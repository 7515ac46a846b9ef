import { Migration } from '@mikro-orm/migrations';

// Who answered a run, and where each call stands on the ladder from the first answer to the fallback models.

export class Migration20261123230100_ladder extends Migration {
  override up(): void {
    this.addSql(`alter table "run" add column "model_used" text null, add column "fallback_used" boolean not null default false`);
    this.addSql(`alter table "attempt" add column "question" int not null default 0, add column "error_retryable" boolean null`);
  }
}

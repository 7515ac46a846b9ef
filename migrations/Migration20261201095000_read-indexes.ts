import { Migration } from '@mikro-orm/migrations';

// Lists by the time of the call and by model, figures of a period, and calls by their reference: none reads a whole table.

export class Migration20261201095000_read_indexes extends Migration {
  override up(): void {
    this.addSql(`create index "run_call" on "run" ("organization_id", "call_at", "id")`);
    this.addSql(`create index "run_model" on "run" ("organization_id", "model", "call_at", "id")`);
    this.addSql(
      `create index "transcript_by_representative" on "transcript" ("organization_id", "representative_id", "created_at", "id")`,
    );
    this.addSql(
      `create index "transcript_by_company" on "transcript" ("organization_id", "company_id", "created_at", "id")`,
    );
    this.addSql(`create index "transcript_external" on "transcript" ("organization_id", "external_ref")`);
  }
}

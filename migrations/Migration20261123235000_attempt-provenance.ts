import { Migration } from '@mikro-orm/migrations';

// What a call to a model was made by: the schema that its answer had to fit, and the configuration of the service behind it.

export class Migration20261123235000_attempt_provenance extends Migration {
  override up(): void {
    this.addSql(`alter table "attempt" add column "schema_hash" text null, add column "system_fingerprint" text null`);
  }
}

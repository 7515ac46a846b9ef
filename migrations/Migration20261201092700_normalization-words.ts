import { Migration } from '@mikro-orm/migrations';

// Where the words of a file went; null for normalizations that are older.

export class Migration20261201092700_normalization_words extends Migration {
  override up(): void {
    this.addSql(`alter table "normalization" add column "words" jsonb null`);
  }
}

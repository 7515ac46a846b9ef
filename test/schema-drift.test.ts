import { expect, test } from '@jest/globals';
import { entities } from '../src/app/modules.js';
import { openOrm } from '../src/database/open-orm.js';
import { createTestDatabase } from './support/database.js';

test('the migrations make the tables that the entities describe, and the foreign keys that they leave out', async () => {
  const database = await createTestDatabase();
  const orm = await openOrm({ url: database.ownerUrl, entities, poolMax: 1, applicationName: 'debrief test' });
  try {
    const statements = (await orm.schema.getUpdateSchemaSQL())
      .split(';')
      .map((sql) => sql.trim())
      .filter((sql) => sql !== '' && !sql.startsWith('set names'));
    const foreignKeys: { conname: string }[] = await orm.em
      .getConnection()
      .execute(`select conname from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace`);
    const dropped = statements.map((sql) => /^alter table "\w+" drop constraint "(\w+)"$/.exec(sql)?.[1] ?? sql);
    expect(dropped.toSorted()).toEqual(foreignKeys.map(({ conname }) => conname).toSorted());
    expect(dropped).toContain('attempt_run_id');
  } finally {
    await orm.close(true);
    await database.drop();
  }
});

import { expect, test } from '@jest/globals';
import { v7 as uuidv7, validate, version } from 'uuid';
import { createEmptyDatabase } from '../../test/support/database.js';
import { NEW_UUID_V7, timeOfUuid } from './uuid-sql.js';
import { withClient } from './with-client.js';

test('ids of the database are uuid v7 with their time in them, all different, in the order of time', async () => {
  const database = await createEmptyDatabase();
  try {
    await withClient({ connectionString: database.ownerUrl }, async (client) => {
      const { rows } = await client.query<{ id: string; off: number }>(
        `select id, abs(extract(epoch from clock_timestamp() - ${timeOfUuid('id')}))::float8 as off
         from (select ${NEW_UUID_V7} as id from generate_series(1, 1000) offset 0) made`,
      );
      expect(new Set(rows.map(({ id }) => id)).size).toBe(1_000);
      for (const { id, off } of rows) {
        expect([validate(id), version(id)]).toEqual([true, 7]);
        expect(off).toBeLessThan(10);
      }
      const times = rows.map(({ id }) => id.slice(0, 13));
      expect(times).toEqual(times.toSorted());
    });
  } finally {
    await database.drop();
  }
});

test('the time of an id that was made elsewhere is read to the ms', async () => {
  const database = await createEmptyDatabase();
  try {
    await withClient({ connectionString: database.ownerUrl }, async (client) => {
      for (const msecs of [0, 1, 1_234_567_890_123, Date.UTC(2026, 11, 1), 2 ** 47]) {
        const { rows } = await client.query<{ ms: string }>(
          `select round(extract(epoch from ${timeOfUuid('$1::uuid')}) * 1000)::text as ms`,
          [uuidv7({ msecs })],
        );
        expect(rows).toEqual([{ ms: String(msecs) }]);
      }
    });
  } finally {
    await database.drop();
  }
});

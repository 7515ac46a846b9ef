import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { openOrm, type Orm } from '../../database/open-orm.js';
import { LIST_PRICES, type ListPrice, seedPrices } from './seed-prices.js';
import { PlatformModelPrice } from './model-price.entity.js';

let database: TestDatabase;
let orm: Orm;

beforeAll(async () => {
  database = await createTestDatabase();
  const entities = [PlatformModelPrice];
  orm = await openOrm({ url: database.ownerUrl, entities, poolMax: 1, applicationName: 'debrief test' });
});
afterAll(async () => {
  await orm.close(true);
  await database.drop();
});

const stored = () =>
  orm.em
    .fork()
    .find(PlatformModelPrice, { provider: 'openai' }, { orderBy: { model: 'asc', bucket: 'asc', validFrom: 'asc' } });

const changed: ListPrice = {
  provider: 'openai',
  model: 'gpt-5',
  serviceTier: 'default',
  minInputTokens: 0,
  usdPerMillion: { OUTPUT_TEXT: '9.5' },
  validFrom: '2026-12-01T00:00:00Z',
  source: 'a test of 2026-12-01',
};

test('prices are entered once, as integers', async () => {
  await seedPrices(orm.em.fork());
  await seedPrices(orm.em.fork());
  const rows = await stored();
  expect(rows).toHaveLength(LIST_PRICES.length * 4);
  expect(rows.find(({ model, bucket }) => model === 'gpt-5' && bucket === 'INPUT_CACHE_READ')?.pusdPerToken).toBe(
    '125000',
  );
});

test('a newer price closes the one before and leaves it as it was; other buckets stay open', async () => {
  const prices = [...LIST_PRICES, changed];
  await seedPrices(orm.em.fork(), prices);
  await seedPrices(orm.em.fork(), prices);
  const rows = (await stored()).filter(({ model }) => model === 'gpt-5');
  const history = rows.filter(({ bucket, serviceTier }) => bucket === 'OUTPUT_TEXT' && serviceTier === 'default');
  expect(history.map(({ pusdPerToken, validTo }) => [pusdPerToken, validTo?.toISOString() ?? null])).toEqual([
    ['10000000', '2026-12-01T00:00:00.000Z'],
    ['9500000', null],
  ]);
  expect(rows.filter(({ validTo }) => validTo).length).toBe(1);
});

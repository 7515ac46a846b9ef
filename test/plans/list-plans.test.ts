import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { fillCalls, SAMPLE_IDS } from '../../bench/lists/fill-calls.js';
import { analyticsQueries, listQueries, type SampleIds } from '../../bench/lists/list-queries.js';
import { openReadAs, type Reads } from '../../src/database/wire/read-as.js';
import { createTestDatabase, superuserUrl, type TestDatabase } from '../support/database.js';

const RUNS = 20_000;
/** Rows that may be sorted for a page: those of one representative, company or batch, not an organization's. */
const MOST_SORTED = RUNS / 10;

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly Plans?: readonly PlanNode[];
}

let database: TestDatabase;
let pool: pg.Pool;
let ids: SampleIds;
const organizationId = randomUUID();

beforeAll(async () => {
  database = await createTestDatabase();
  await fillCalls({ url: superuserUrl(database), organizationId, runs: RUNS });
  pool = new pg.Pool({ connectionString: database.appUrl, max: 1 });
  ids = (await pool.query<SampleIds>(SAMPLE_IDS)).rows[0]!;
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

/** Runs each statement explained, on the way that it is read by, and keeps its plan in place of its rows. */
const explaining = (plans: PlanNode[]): Reads => {
  const reads = openReadAs(pool)({ organizationId, viewer: null });
  return {
    read: async <Row>(statement: Parameters<Reads['read']>[0]): Promise<Row[]> => {
      const text = `explain (analyze, format json) ${statement.text}`;
      const rows = await reads.read<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>({
        ...statement,
        name: `x_${statement.name}`,
        text,
      });
      plans.push(rows[0]!['QUERY PLAN'][0].Plan);
      return [];
    },
  };
};

/** More often than the five times after which PostgreSQL may turn to one plan for all values. */
const plansOf = async (
  run: (scope: { reads: Reads; organizationId: string }) => Promise<unknown>,
): Promise<PlanNode[]> => {
  const plans: PlanNode[] = [];
  const reads = explaining(plans);
  for (let time = 1; time <= 7; time += 1) await run({ reads, organizationId });
  return plans.flatMap(nodesOf);
};

test('no filter and no order of a list scans a table or sorts an organization', async () => {
  const faults: string[] = [];
  for (const { name, run } of listQueries(ids)) {
    for (const node of await plansOf(run)) {
      if (node['Node Type'] === 'Seq Scan') faults.push(`${name}: scans ${node['Relation Name']}`);
      if (node['Node Type'].includes('Sort') && node['Actual Rows'] > MOST_SORTED)
        faults.push(`${name}: sorts ${node['Actual Rows']}`);
    }
  }
  expect([...new Set(faults)]).toEqual([]);
}, 120_000);

test('no figure goes through the same rows once for each of them', async () => {
  for (const { name, run } of analyticsQueries(ids)) {
    const scans = (await plansOf(run)).filter((node) => node['Node Type'] === 'CTE Scan');
    expect([name, scans.filter((node) => node['Actual Loops'] > 500)]).toEqual([name, []]);
  }
}, 120_000);

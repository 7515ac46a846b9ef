// `npm run bench:lists`: how long each figure and each filter and order of the lists takes in an organization of 100,000 runs.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { readConfig } from '../../src/app/config.js';
import { openStack } from '../../src/app/open-stack.js';
import { rolePassword } from '../../src/database/roles.js';
import { withClient } from '../../src/database/with-client.js';
import { printTable } from '../support/print-table.js';
import { fillCalls, SAMPLE_IDS } from './fill-calls.js';
import { analyticsQueries, listQueries, type SampleIds } from './list-queries.js';

const RUNS = 100_000;
const AIM_MS = 500;
/** More than the five executions after which PostgreSQL may turn to one plan for all values. */
const TIMES = 9;

const home = await mkdtemp(join(tmpdir(), 'debrief-lists-'));
process.env.DEBRIEF_HOME = home;
const stack = await openStack(readConfig(), { api: false, worker: false, progress: () => undefined });
const { urls, secret, location } = stack.database;
const superuser = urls.owner.replace(/\/\/[^@]*@/, `//postgres:${rolePassword(secret, 'postgres')}@`);
const rows: { name: string; medianMs: number; longestMs: number }[] = [];
try {
  const organizationId = uuidv7();
  await fillCalls({ url: superuser, organizationId, runs: RUNS });
  await fillCalls({ url: superuser, organizationId: uuidv7(), runs: RUNS / 10 });
  const ids = await withClient({ connectionString: superuser }, async (client: pg.Client) => {
    const { rows: found } = await client.query<SampleIds>(SAMPLE_IDS);
    if (found[0] === undefined) throw new Error('The samples have no ids.');
    return found[0];
  });
  const actor = { kind: 'SYSTEM', id: null, name: 'bench', role: 'SYSTEM' } as const;
  const scope = stack.system.openScope({ organizationId, actor }, null);
  for (const { name, run } of [...analyticsQueries(ids), ...listQueries(ids)]) {
    const times: number[] = [];
    for (let time = 0; time < TIMES; time += 1) {
      const began = performance.now();
      await run(scope);
      times.push(performance.now() - began);
    }
    times.sort((a, b) => a - b);
    rows.push({ name, medianMs: times[Math.floor(TIMES / 2)] ?? 0, longestMs: times.at(-1) ?? 0 });
  }
} finally {
  await stack.close();
  await rm(location, { recursive: true, force: true });
  await rm(home, { recursive: true, force: true });
}

printTable(
  ['query', 'median ms', 'longest ms'],
  rows.map(({ name, medianMs, longestMs }) => [name, medianMs.toFixed(1), longestMs.toFixed(1)]),
);
const round = (ms: number): number => Math.round(ms * 10) / 10;
const slowest = rows.toSorted((a, b) => b.medianMs - a.medianMs)[0] ?? { name: 'none', medianMs: 0 };
const figures = {
  runs: RUNS,
  queries: rows.length,
  slowest: slowest.name,
  slowestMedianMs: round(slowest.medianMs),
  longestMs: round(Math.max(...rows.map(({ longestMs }) => longestMs))),
};
console.log(
  JSON.stringify({
    name: 'lists',
    figures,
    aim: `no query above ${AIM_MS} ms in the median`,
    met: slowest.medianMs <= AIM_MS,
  }),
);

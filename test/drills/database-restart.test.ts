import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/database/embedded/embedded-postgres.js';
import { roleUrls } from '../../src/database/roles.js';
import { silentLogger } from '../../src/logging/logger.js';
import { startFakeOpenAi, type FakeOpenAi } from '../../src/fake-llm/fake-openai.js';
import { faithful } from '../../src/fake-llm/faithful.js';
import { migrateTemplate } from '../support/migrate-template.js';
import { later } from './answers.js';
import { openDrill, terminalOf, until, type Drill } from './drill.js';

let home: string;
let server: EmbeddedPostgres;
let fake: FakeOpenAi;
let drill: Drill;

beforeAll(async () => {
  // Root's server user must be able to enter it.
  home = mkdtempSync(join(process.getuid?.() === 0 ? '/tmp' : tmpdir(), 'debrief-restart-'));
  chmodSync(home, 0o755);
  server = await startEmbeddedPostgres({ home, systemFolder: join(home, 'system'), logger: silentLogger });
  await migrateTemplate(server.ownerUrl, server.secret);
  const { owner, app, courier, reporter } = roleUrls(server.ownerUrl, server.secret);
  const urls = { ownerUrl: owner, appUrl: app, courierUrl: courier, reporterUrl: reporter };
  fake = await startFakeOpenAi(later(200, faithful()));
  const database = { ...urls, secret: server.secret, drop: () => server.stop() };
  drill = await openDrill({ openAiUrl: fake.url, limits: { retryBaseMs: 50 }, database });
});
afterAll(async () => {
  await drill.close();
  await fake.close();
  rmSync(home, { recursive: true, force: true });
});

const postmaster = (): number =>
  Number.parseInt(readFileSync(join(server.location, 'data', 'postmaster.pid'), 'utf8'), 10);

test('PostgreSQL is killed in the middle of a batch and comes back: every run is scored', async () => {
  const transcriptIds = await drill.transcripts(12);
  const arrived = fake.nextRequest();
  const batchId = await drill.startBatch(transcriptIds);
  await arrived;
  const killed = postmaster();
  process.kill(killed, 'SIGKILL');
  await until('another server', () => {
    try {
      return Promise.resolve(postmaster() !== killed);
    } catch {
      return Promise.resolve(false);
    }
  });
  const runs = await until('an answer', () =>
    drill.sql<{ id: string }>('select id from run where batch_id = $1', [batchId]).catch(() => null),
  );
  expect(runs).toHaveLength(12);
  for (const { id } of runs) {
    const run = await drill.ended(id);
    expect(run).toMatchObject({ status: 'SCORED', error_code: null });
    expect(run.scores).toHaveLength(4);
    expect(terminalOf(run)).toEqual(['RUN_SCORED']);
  }
  expect(await drill.sql('select code from dead_letter')).toEqual([]);
});

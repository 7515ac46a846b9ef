import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startFakeOpenAi, type FakeOpenAi } from '../../src/fake-llm/fake-openai.js';
import * as behave from '../../src/fake-llm/behaviors.js';
import { faithful } from '../../src/fake-llm/faithful.js';
import { later } from './answers.js';
import { openDrill, terminalOf, type Drill } from './drill.js';
import { hasRedis, MISSING, startRedis, type RedisServer } from './redis-server.js';

const runs = hasRedis() || process.env.CI !== undefined;
if (!runs) process.stderr.write(`\n  ${MISSING}\n\n`);

(runs ? describe : describe.skip)(runs ? 'the queue on Redis' : MISSING, () => {
  let redis: RedisServer;
  let fake: FakeOpenAi;
  let drill: Drill;
  /** Of what was started, also where the rest could not be. */
  const closing: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    redis = await startRedis();
    closing.push(() => redis.stop());
    fake = await startFakeOpenAi(faithful());
    closing.push(() => fake.close());
    drill = await openDrill({ openAiUrl: fake.url, redisUrl: redis.url, limits: { retryBaseMs: 20 } });
    closing.push(() => drill.close());
  });
  afterAll(async () => {
    for (const close of closing.reverse()) await close();
  });

  const expectScored = async (batchId: string, size: number): Promise<void> => {
    const rows = await drill.sql<{ id: string }>('select id from run where batch_id = $1', [batchId]);
    expect(rows).toHaveLength(size);
    for (const { id } of rows) {
      const run = await drill.ended(id);
      expect(run).toMatchObject({ status: 'SCORED', error_code: null });
      expect(run.scores).toHaveLength(4);
      expect(run.attempts.filter(({ status }) => status === 'ANSWERED')).toHaveLength(1);
      expect(terminalOf(run)).toEqual(['RUN_SCORED']);
    }
  };

  test('a batch is scored, and nothing of the queue stands in PostgreSQL', async () => {
    const batchId = await drill.startBatch(await drill.transcripts(10));
    await expectScored(batchId, 10);
    expect(await drill.sql('select from bullmq.job')).toEqual([]);
    expect(drill.system.queue.backend).toBe('redis');
    expect(drill.system.clock).toBeNull();
  });

  test('a failing call is tried again', async () => {
    const [transcriptId = ''] = await drill.transcripts(1);
    fake.setBehavior(behave.inTurn(behave.status(500), behave.status(503), faithful()));
    const run = await drill.ended(await drill.startRun(transcriptId));
    expect(run.attempts.map(({ status }) => status)).toEqual(['ERROR', 'ERROR', 'ANSWERED']);
  });

  test('Redis loses everything in the middle of a batch: every run is scored, none twice', async () => {
    const transcriptIds = await drill.transcripts(80);
    fake.setBehavior(later(300, faithful()));
    const arrived = fake.nextRequest();
    const batchId = await drill.startBatch(transcriptIds);
    await arrived;
    await redis.flush();
    // As if the time to look had come for those that the queue has lost before they were begun.
    await drill.sql(`update run set check_at = clock_timestamp() where batch_id = $1 and status = 'QUEUED'`, [batchId]);
    await expectScored(batchId, 80);
  }, 120_000);

  test('a Redis that may drop jobs is refused', async () => {
    const { checkRedisPolicy } = await import('../../src/queue/queue-connection.js');
    await redis.configure('maxmemory-policy', 'allkeys-lru');
    await expect(checkRedisPolicy(redis.url)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    await redis.configure('maxmemory-policy', 'noeviction');
    await expect(checkRedisPolicy(redis.url)).resolves.toBeUndefined();
  });
});

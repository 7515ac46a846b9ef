import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startWorker } from '../../src/app/worker.js';
import { MAX_CLAIMS } from '../../src/transcripts/reading/normalize-transcript.js';
import { acceptTranscript } from '../../src/transcripts/uploads/accept-transcript.js';
import type { TranscriptParser } from '../../src/plugin-api/index.js';
import { inlineNormalizer, type Normalizer } from '../../src/transcripts/reading/normalizer.js';
import { openDrill, until, type Drill } from './drill.js';

let drill: Drill;

beforeAll(async () => {
  drill = await openDrill({ worker: false, limits: { retryBaseMs: 10 } });
});
afterAll(() => drill.close());

interface TranscriptFacts {
  readonly status: string;
  readonly error_code: string | null;
  readonly lease_until: Date | null;
  readonly events: readonly string[];
}

const TRANSCRIPT = `select transcript.*,
    (select json_agg(kind order by position) from event where subject_id = transcript.id) as events
  from transcript where id = $1`;

const upload = async (text = 'Mara: Hello, how are you?\nJonas: Fine.\n', score = false): Promise<string> => {
  const { transcriptId } = await acceptTranscript(drill.organization.scope(), {
    bytes: Buffer.from(`${text}Jonas: And this is ${randomUUID()}.\n`),
    fileName: 'call.txt',
    fields: {},
    scoring: { score },
  });
  return transcriptId;
};

const ended = (id: string): Promise<TranscriptFacts> =>
  until(`the end of transcript ${id}`, async () => {
    const [facts] = await drill.sql<TranscriptFacts>(TRANSCRIPT, [id]);
    return facts && !['QUEUED', 'NORMALIZING'].includes(facts.status) && facts;
  });

const withNormalizer = async (normalizer: Normalizer, work: () => Promise<void>): Promise<void> => {
  const worker = startWorker({ ...drill.system, normalizer });
  try {
    await work();
  } finally {
    await worker.close(1_000);
  }
};

/** With a parser that takes every file and treats it so. */
const withParser = (parse: TranscriptParser['parse'], work: () => Promise<void>): Promise<void> =>
  withNormalizer(
    inlineNormalizer({
      parsers: [{ format: 'odd', description: 'A parser under trial.', detect: () => 1, parse }],
      metrics: [],
    }),
    work,
  );

const deadLetters = (id: string) =>
  drill.sql<{ code: string }>(`select code from dead_letter where payload ->> 'transcriptId' = $1`, [id]);

test('a parser that throws: the file is REFUSED, its bytes stay', async () => {
  const parse = (): never => {
    throw new TypeError('cannot read properties of undefined');
  };
  await withParser(parse, async () => {
    const id = await upload();
    const transcript = await ended(id);
    expect(transcript).toMatchObject({ status: 'REFUSED', error_code: 'FORMAT_INVALID', lease_until: null });
    expect(transcript.events).toEqual(['TRANSCRIPT_QUEUED', 'TRANSCRIPT_NORMALIZING', 'TRANSCRIPT_REFUSED']);
    expect(
      await drill.sql('select from raw_file join transcript on raw_file.id = raw_file_id where transcript.id = $1', [
        id,
      ]),
    ).toHaveLength(1);
    expect(await deadLetters(id)).toEqual([]);
  });
});

test('a parser that blocks the process for seconds: the file ends, once', async () => {
  let calls = 0;
  const parse: TranscriptParser['parse'] = () => {
    calls += 1;
    const end = performance.now() + (calls === 1 ? 2_500 : 0);
    while (performance.now() < end);
    return { outcome: 'REFUSED', code: 'NOT_A_TRANSCRIPT', message: 'Slow and wrong.' };
  };
  await withParser(parse, async () => {
    const transcript = await ended(await upload());
    expect(transcript).toMatchObject({ status: 'REFUSED', error_code: 'NOT_A_TRANSCRIPT' });
    expect(transcript.events.filter((kind) => kind === 'TRANSCRIPT_REFUSED')).toHaveLength(1);
  });
});

test('a fault of ours that is no refusal: QUARANTINED with a code and a dead letter', async () => {
  const read = () => Promise.reject(new TypeError('parsers of undefined'));
  await withNormalizer({ read, close: () => Promise.resolve() }, async () => {
    const id = await upload();
    expect(await ended(id)).toMatchObject({ status: 'QUARANTINED', error_code: 'INTERNAL_SERVER_ERROR' });
    expect(await deadLetters(id)).toEqual([{ code: 'INTERNAL_SERVER_ERROR' }]);
  });
});

test('a file that its workers never survive: QUARANTINED with WORKER_LOST, not begun again', async () => {
  const id = await upload();
  await drill.sql('update transcript set lease_epoch = $2 where id = $1', [id, MAX_CLAIMS]);
  const worker = drill.startWorker();
  const transcript = await ended(id);
  expect(transcript).toMatchObject({ status: 'QUARANTINED', error_code: 'WORKER_LOST' });
  expect(transcript.events).toEqual(['TRANSCRIPT_QUEUED', 'TRANSCRIPT_QUARANTINED']);
  expect(await deadLetters(id)).toEqual([{ code: 'WORKER_LOST' }]);
  await worker.close(0);
});

test('scoring that cannot begin is told on the transcript, which stays READY', async () => {
  const id = await upload(undefined, true);
  await drill.sql(`update transcript set requested_scoring = '{"score": true, "rubric": "gone"}' where id = $1`, [id]);
  const worker = drill.startWorker();
  const transcript = await until('the reason', async () => {
    const [facts] = await drill.sql<TranscriptFacts>(TRANSCRIPT, [id]);
    return facts?.error_code ? facts : null;
  });
  expect(transcript).toMatchObject({ status: 'READY', error_code: 'RUBRIC_UNKNOWN' });
  expect(transcript.events.at(-1)).toBe('TRANSCRIPT_NOT_SCORED');
  await until('the promise to be struck out', async () => (await drill.sql('select from outbox')).length === 0);
  await worker.close(0);
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { System } from '../../src/app/open-system.js';
import { startWorker } from '../../src/app/worker.js';
import { silentLogger, type Logger } from '../../src/logging/logger.js';
import { renormalizeTranscript } from '../../src/transcripts/repairs/renormalize-transcript.js';
import { MAX_CLAIMS } from '../../src/transcripts/reading/normalize-transcript.js';
import { acceptTranscript } from '../../src/transcripts/uploads/accept-upload.js';
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

const withNormalizer = async <Result>(
  normalizer: Normalizer,
  work: () => Promise<Result>,
  system: System = drill.system,
): Promise<Result> => {
  const worker = startWorker({ ...system, normalizer });
  try {
    return await work();
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

type Fields = Readonly<Record<string, unknown>>;

/** A logger that keeps what is logged as an error. */
const keepingLogger = (errors: Fields[]): Logger => ({
  ...silentLogger,
  error: (fields) => void errors.push(fields),
  child: () => keepingLogger(errors),
});

const rawFiles = (id: string) =>
  drill.sql('select from raw_file join transcript on raw_file.id = raw_file_id where transcript.id = $1', [id]);

const WORDS = [
  ['Mara', 'Hello Jonas, what do you use to plan your routes today, and what troubles you about it?'],
  ['Jonas', 'We plan them in spreadsheets. Every change costs us two hours, and drivers call all day.'],
  ['Mara', 'What does it cost you when a driver is sent to the wrong place?'],
  ['Jonas', 'Some four hundred dollars each time, and last month it happened nine times.'],
] as const;

/** What a parser that works finds in any file. */
const fixed: TranscriptParser['parse'] = () => ({
  outcome: 'PARSED',
  cues: WORDS.map(([speaker, text], at) => ({
    speaker,
    text,
    startMs: at * 8_000,
    endMs: at * 8_000 + 7_000,
    offset: [at, at + 1],
  })),
  participants: [],
  metadata: {},
  warnings: [],
});

test('a parser that throws: the transcript is QUARANTINED and its file kept; once the parser is fixed it is read again and scored', async () => {
  const errors: Fields[] = [];
  const parse = function brokenParse(): never {
    throw new TypeError('cannot read properties of undefined');
  };
  const parser: TranscriptParser = { format: 'odd', description: 'A parser under trial.', detect: () => 1, parse };
  const logging: System = {
    ...drill.system,
    logger: keepingLogger(errors),
    openScope: (...of) => ({ ...drill.system.openScope(...of), logger: keepingLogger(errors) }),
  };
  const id = await withNormalizer(
    inlineNormalizer({ parsers: [parser], metrics: [] }),
    async () => {
      const id = await upload(undefined, true);
      const transcript = await ended(id);
      expect(transcript).toMatchObject({ status: 'QUARANTINED', error_code: 'PARSER_FAILED', lease_until: null });
      expect(transcript.events).toEqual(['TRANSCRIPT_QUEUED', 'TRANSCRIPT_NORMALIZING', 'TRANSCRIPT_QUARANTINED']);
      return id;
    },
    logging,
  );
  expect(await rawFiles(id)).toHaveLength(1);
  expect(await deadLetters(id)).toEqual([{ code: 'PARSER_FAILED' }]);
  expect(errors).toMatchObject([{ transcriptId: id, err: { code: 'PARSER_FAILED', cause: expect.any(TypeError) } }]);
  expect((errors[0]?.err as Error & { cause: Error }).cause.stack).toContain('brokenParse');

  await withParser(fixed, async () => {
    await renormalizeTranscript(drill.organization.scope(), { transcriptId: id, hints: {}, rescore: false });
    expect(await ended(id)).toMatchObject({ status: 'READY', error_code: null });
    const runId = await until('a run', async () => {
      const [run] = await drill.sql<{ id: string }>('select id from run where transcript_id = $1', [id]);
      return run?.id;
    });
    expect(await drill.ended(runId)).toMatchObject({ status: 'SCORED', error_code: null });
  });

  // What was read once stays usable when a later reading fails.
  await withParser(parse, async () => {
    await renormalizeTranscript(drill.organization.scope(), { transcriptId: id, hints: {}, rescore: false });
    expect(await ended(id)).toMatchObject({ status: 'READY', error_code: 'PARSER_FAILED', lease_until: null });
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
  await until('the outbox entry to be deleted', async () => (await drill.sql('select from outbox')).length === 0);
  await worker.close(0);
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CallError } from '../client/call-error.js';
import { CALL_STATUS } from './call-state.js';
import { RENORMALIZE } from './read-again.js';
import { CALL_DETAILS } from './read-call.js';
import type { Client, FileToUpload } from '../client/client.js';
import { scoreFiles } from './score-files.js';
import type { ScoreProgress } from './score-progress.js';
import { sampleRun, scored } from '../test-support.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'debrief-cli-'));
  await Promise.all(['a.txt', 'b.txt', 'c.txt'].map((name) => writeFile(join(folder, name), `Rep: ${name}`)));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const at = (name: string): string => join(folder, name);

type State = Record<string, unknown>;
const QUEUED: State = { status: 'QUEUED', error: null, normalizations: { edges: [] }, runs: { edges: [] } };
const FORM = { id: 'n1', difference: null };

const oneRun = (status: string, changes: object = {}): object => ({
  node: {
    ...{ id: 'r', status, waitingFor: null, model: 'baseline/lexical', error: null, rubricVersion: { key: 'spin' } },
    ...{ normalization: { id: 'n1' }, ...changes },
  },
});
const ready = (...runs: object[]): State => ({
  ...{ status: 'READY', error: null, normalizations: { edges: [{ node: FORM }] }, runs: { edges: runs } },
});
const running = (status: string, error: unknown = null): State => ready(oneRun(status, { error }));

interface Fake extends Client {
  readonly uploads: FileToUpload[];
  readonly readAgain: object[];
  /** What the next readings are refused with. */
  readonly busy: object[];
  mostAtOnce: number;
}

/** A server in memory: each call goes through the states given for its file name; an Error among them is thrown. */
const fakeClient = (states: Readonly<Record<string, readonly (State | Error)[]>>, isKnown = false): Fake => {
  const left = new Map(Object.entries(states).map(([name, list]) => [name, [...list]]));
  let atOnce = 0;
  const fake: Fake = {
    url: 'http://fake',
    uploads: [],
    readAgain: [],
    busy: [],
    mostAtOnce: 0,
    upload: async (file) => {
      fake.uploads.push(file);
      fake.mostAtOnce = Math.max(fake.mostAtOnce, (atOnce += 1));
      await new Promise(setImmediate);
      atOnce -= 1;
      const { fileName } = file;
      const taken = { fileName, transcript: { id: fileName }, duplicate: isKnown, error: null };
      return { upload: { id: 'u' }, files: [taken] };
    },
    query: <Data>(document: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Data> => {
      const id = variables.id as string;
      if (document === CALL_STATUS) {
        const list = left.get(id) ?? [];
        const state = (list.length > 1 ? list.shift() : list[0]) ?? QUEUED;
        return state instanceof Error ? Promise.reject(state) : Promise.resolve({ transcript: state } as Data);
      }
      if (document === CALL_DETAILS) {
        const status = id === 'b.txt' ? 'INVALID' : 'SCORED';
        const run = sampleRun({ id: variables.runId as string, status });
        return Promise.resolve({ transcript: { id, title: id }, run } as Data);
      }
      if (document === RENORMALIZE) {
        fake.readAgain.push(variables.input as object);
        return Promise.resolve({ renormalizeTranscript: { userErrors: fake.busy.splice(0, 1) } } as Data);
      }
      const participant = { name: null, speakerLabel: 'Speaker 1', role: 'REP' };
      const edges = [2, 7].map((index) => ({ node: { index, startMs: null, participant } }));
      return Promise.resolve({
        transcript: { turns: { edges, pageInfo: { hasNextPage: false, endCursor: '7' } } },
      } as Data);
    },
  };
  return fake;
};

const score = (
  client: Client,
  names: readonly string[],
  options = {},
  onProgress = (_: ScoreProgress): void => undefined,
) =>
  scoreFiles(
    client,
    names.map((name) => ({ path: at(name) })),
    options,
    onProgress,
  );

describe('scoreFiles', () => {
  it('uploads, waits, and reads call and speakers', async () => {
    const client = fakeClient({ 'a.txt': [QUEUED, running('SCORED')] });
    const [result] = await score(client, ['a.txt'], { fields: { rep: 'Dana' } });
    expect(result).toMatchObject({ file: at('a.txt'), error: null, call: { id: 'a.txt', run: { status: 'SCORED' } } });
    expect(result?.call?.turns.get(7)).toEqual({ speaker: 'Speaker 1', role: 'REP', startMs: null });
    expect(client.uploads).toMatchObject([{ fileName: 'a.txt', fields: { rep: 'Dana' } }]);
    expect(Buffer.from(client.uploads[0]!.bytes).toString()).toBe('Rep: a.txt');
  });

  it('keeps the results in the order of the files, whatever fails', async () => {
    const client = fakeClient({
      'a.txt': [{ ...QUEUED, status: 'REFUSED', error: { code: 'FORMAT_INVALID', message: 'None.' } }],
      'b.txt': [running('INVALID', { code: 'OUTPUT_INVALID', message: 'Bad.' })],
      'c.txt': [running('SCORED')],
    });
    const results = await score(client, ['none.txt', 'a.txt', '.', 'b.txt', 'c.txt']);
    expect(results.map(({ error, call }) => [error?.code ?? null, call?.run.status ?? null])).toEqual([
      ['FILE_UNREADABLE', null],
      ['FORMAT_INVALID', null],
      ['FILE_UNREADABLE', null],
      ['OUTPUT_INVALID', 'INVALID'],
      [null, 'SCORED'],
    ]);
    expect(results[0]?.error?.message).toContain('there is no such file');
    expect(results[2]?.error?.message).toContain('is a folder');
  });

  it.each([
    [
      'not scored, though readable',
      { ...QUEUED, status: 'READY', error: { code: 'RUBRIC_UNKNOWN', message: '' } },
      'RUBRIC_UNKNOWN',
    ],
    ['held back', { ...QUEUED, status: 'HELD' }, 'TRANSCRIPT_NOT_READY'],
    ['cancelled', ready(oneRun('CANCELLED')), 'RUN_CANCELLED'],
    ['failed without words', running('FAILED'), 'INTERNAL_SERVER_ERROR'],
    ['to be reviewed', running('NEEDS_REVIEW'), 'OUTPUT_INVALID'],
  ])('ends for a call that is %s', async (_what, state, code) => {
    const [result] = await score(fakeClient({ 'a.txt': [state] }), ['a.txt']);
    expect(result?.error?.code).toBe(code);
  });

  it('gives up after the limit of a call', async () => {
    const [result] = await score(fakeClient({ 'a.txt': [running('SCORING')] }), ['a.txt'], { limitMs: 0 });
    expect(result).toMatchObject({ error: { code: 'TIMEOUT' }, call: null });
  });

  it('outlasts a server that is away for a moment, and no fault that stays', async () => {
    const away = new CallError('UNAVAILABLE', 'Away.', { retryable: true });
    const client = fakeClient({
      'a.txt': [away, running('SCORED')],
      'c.txt': [new CallError('UNAUTHENTICATED', 'Revoked.')],
    });
    const results = await score(client, ['a.txt', 'c.txt']);
    expect(results.map(({ error }) => error?.code ?? null)).toEqual([null, 'UNAUTHENTICATED']);
  });

  it('reports an unexpected error as the result of its file', async () => {
    const [result] = await score(fakeClient({ 'a.txt': [{ status: 'READY' }] }), ['a.txt']);
    expect(result?.error?.code).toBe('INTERNAL_SERVER_ERROR');
  });

  it('uploads at most four files at a time', async () => {
    const client = fakeClient({ x: [running('SCORED')] });
    const files = Array.from({ length: 12 }, () => ({ path: 'x', bytes: new Uint8Array([65]) }));
    const results = await scoreFiles(client, files, {}, () => undefined);
    expect(results.every(({ error }) => error === null)).toBe(true);
    expect(client.uploads).toHaveLength(12);
    expect(client.mostAtOnce).toBe(4);
  });

  it('tells of progress that never falls, with one end for each file', async () => {
    const seen: ScoreProgress[] = [];
    const waiting = ready(oneRun('SCORING', { waitingFor: 'PROVIDER_BATCH' }));
    const client = fakeClient({ 'a.txt': [QUEUED, waiting, running('SCORED')], 'c.txt': [running('SCORED')] });
    await score(client, ['a.txt', 'c.txt', 'none.txt'], {}, (progress) => seen.push(progress));
    const shares = seen.map(({ progress }) => progress);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(seen.filter(({ result }) => result).map(({ done }) => done)).toEqual([1, 2, 3]);
    expect(seen.at(-1)).toMatchObject({ done: 3, total: 3, progress: 3, stage: 'ENDED' });
    expect(seen.map(({ stage }) => stage)).toContain('PROVIDER_BATCH');
  });

  it('ends with its signal, and keeps what ended before', async () => {
    const abort = new AbortController();
    const client = fakeClient({ 'a.txt': [running('SCORED')], 'c.txt': [running('SCORING')] });
    const results = await score(client, ['a.txt', 'c.txt'], { signal: abort.signal }, ({ result }) => {
      if (result) abort.abort();
    });
    expect(results.map(({ error }) => error?.code ?? null)).toEqual([null, 'INTERRUPTED']);
  });
});

describe('a file that the server knows', () => {
  const both = ready(
    oneRun('SCORED', { id: 'newest', model: 'openai/big' }),
    oneRun('SCORED', { id: 'older', rubricVersion: { key: 'bant' } }),
    oneRun('SCORED', { id: 'oldest' }),
  );

  it.each([
    [{}, 'newest'],
    [{ model: 'baseline' }, 'older'],
    [{ model: 'baseline/lexical', rubric: 'spin' }, 'oldest'],
    [{ model: 'openai' }, 'newest'],
    [{ rubric: 'bant' }, 'older'],
  ])('is shown as %j scored it', async (fields, runId) => {
    const [result] = await score(fakeClient({ 'a.txt': [both] }, true), ['a.txt'], { fields });
    expect(result?.call?.run.id).toBe(runId);
  });

  it('is read again with what is said of it, and the run that follows is shown', async () => {
    const changed = { node: { id: 'n2', difference: { turnsChanged: 0, speakersChanged: ['A'] } } };
    const reread = { ...running('SCORED'), normalizations: { edges: [changed] } };
    const again = ready(oneRun('SCORED', { id: 'new', normalization: { id: 'n2' } }), oneRun('SCORED'));
    const client = fakeClient(
      {
        'a.txt': [
          { ...running('SCORED'), status: 'NORMALIZING' },
          reread,
          { ...again, normalizations: { edges: [changed] } },
        ],
      },
      true,
    );
    client.busy.push({ code: 'CONFLICT', message: 'It is being read.', retryable: true });
    const [result] = await score(client, ['a.txt'], { fields: { rep: 'Dana', company: 'Fernhollow', rubric: 'spin' } });
    expect(result?.call?.run.id).toBe('new');
    const input = { transcriptId: 'a.txt', rep: 'Dana', company: 'Fernhollow', rescore: true };
    expect(client.readAgain).toEqual([input, input]);
  });

  it('is not read again without a reason, and says why it cannot be', async () => {
    const client = fakeClient({ 'a.txt': [running('SCORED')] }, true);
    await score(client, ['a.txt'], { fields: { model: 'baseline' } });
    expect(client.readAgain).toEqual([]);
    client.busy.push({ code: 'CONFLICT', message: 'Several calls.', retryable: false });
    const [result] = await score(client, ['a.txt'], { fields: { rep: 'Dana' } });
    expect(result?.error).toMatchObject({ code: 'CONFLICT', message: 'Several calls.' });
  });
});

describe('readCall', () => {
  it('reads turns no further than the last one cited', async () => {
    const asked: unknown[] = [];
    const inner = fakeClient({ 'a.txt': [running('SCORED')] });
    const client: Client = {
      ...inner,
      query: <Data>(document: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Data> => {
        if (document.includes('CallTurns')) {
          asked.push(variables.after);
          const index = variables.after === null ? 4 : 9;
          const node = { index, startMs: 1, participant: { name: 'D', speakerLabel: 'D', role: 'REP' } };
          const turns = { edges: [{ node }], pageInfo: { hasNextPage: true, endCursor: String(index) } };
          return Promise.resolve({ transcript: { turns } } as Data);
        }
        return inner.query<Data>(document, variables);
      },
    };
    await score(client, ['a.txt']);
    expect(asked).toEqual([null, '4']);
    expect(scored(1)).toMatchObject({ evidence: [{ turn: 2 }] });
  });
});

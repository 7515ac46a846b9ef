import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { setScoringPolicy } from '../../src/profiles/set-scoring-policy.js';
import { startRun } from '../../src/runs/starting/start-run.js';
import { openDrill, terminalOf, until, type Drill, type RunFacts } from '../drills/drill.js';
import { startFakeOpenAi, type Behavior, type FakeOpenAi } from '../../src/fake-llm/fake-openai.js';
import { HOSTILE_BEHAVIORS, hostile } from '../../src/fake-llm/hostile.js';

/** Longest call to a model that never comes to an end; what lasts longer holds a slot. */
const CALL_MS = 1_000;
const SLACK_MS = 2_500;
/** The others are not about time. */
const UNHURRIED_MS = 60_000;
const ENDLESS: readonly string[] = ['silent', 'stalling', 'dripping'];

interface Expected {
  readonly status: 'SCORED' | 'INVALID' | 'FAILED';
  readonly code: string | null;
  readonly calls: number;
  /** Codes of what the checks found, by call. */
  readonly found?: readonly string[];
}

const failed = (code: string, calls: number): Expected => ({ status: 'FAILED', code, calls });
const invalid = (code: string, calls: number, ...found: string[]): Expected => ({
  status: 'INVALID',
  code,
  calls,
  found,
});

/** Alone, without a model to fall back to. */
const EXPECTED: Readonly<Record<string, Expected>> = {
  'rate-limited': { status: 'SCORED', code: null, calls: 4 },
  'no-quota': failed('PROVIDER_QUOTA_EXCEEDED', 1),
  unauthorized: failed('PROVIDER_UNAUTHORIZED', 1),
  forbidden: failed('PROVIDER_UNAUTHORIZED', 1),
  'model-unknown': failed('MODEL_NOT_FOUND', 1),
  'error-page': failed('PROVIDER_UNAVAILABLE', 4),
  'sign-in-page': failed('PROVIDER_BAD_RESPONSE', 4),
  'no-choices': failed('PROVIDER_BAD_RESPONSE', 4),
  'half-json': failed('PROVIDER_BAD_RESPONSE', 4),
  untyped: failed('PROVIDER_BAD_RESPONSE', 4),
  silent: failed('PROVIDER_TIMEOUT', 4),
  stalling: failed('PROVIDER_TIMEOUT', 4),
  dripping: failed('PROVIDER_TIMEOUT', 4),
  resetting: failed('PROVIDER_UNAVAILABLE', 4),
  'cut-short': invalid('ANSWER_TRUNCATED', 2, 'ANSWER_TRUNCATED', 'ANSWER_TRUNCATED'),
  refusing: invalid('MODEL_REFUSED', 1, 'MODEL_REFUSED'),
  filtered: invalid('MODEL_REFUSED', 1, 'MODEL_REFUSED'),
  'wrong-types': invalid('OUTPUT_INVALID', 2, 'SCHEMA', 'SCHEMA'),
  'wrong-keys': invalid('OUTPUT_INVALID', 2, 'SCHEMA', 'SCHEMA'),
  'wrong-numbers': invalid('OUTPUT_INVALID', 2, 'SCHEMA', 'NUMBER_OUT_OF_RANGE'),
  'poisoned-keys': invalid('OUTPUT_INVALID', 2, 'DUPLICATE_KEY', 'FORBIDDEN_KEY'),
  'invented-quote': invalid('OUTPUT_INVALID', 2, 'score-checks/QUOTE_NOT_IN_TURN', 'score-checks/QUOTE_NOT_IN_TURN'),
  'wrong-speaker': invalid('OUTPUT_INVALID', 2, 'score-checks/WRONG_SPEAKER', 'score-checks/WRONG_SPEAKER'),
  'wrong-turn': invalid('OUTPUT_INVALID', 2, 'score-checks/TURN_UNKNOWN', 'score-checks/TURN_UNKNOWN'),
  flooding: failed('PROVIDER_BAD_RESPONSE', 4),
};

/** Calls of the hostile model before the fallback is asked, where that is another number than alone. */
const BEFORE_FALLBACK: Readonly<Record<string, number>> = {
  // A service that names a wait is given three chances; the fourth refusal is not waited for.
  'rate-limited': 3,
  'error-page': 2,
  'sign-in-page': 2,
  'no-choices': 2,
  'half-json': 2,
  untyped: 2,
  silent: 2,
  stalling: 2,
  dripping: 2,
  resetting: 2,
  flooding: 2,
};

const NAMES = HOSTILE_BEHAVIORS.map(({ name }) => name);

let fake: FakeOpenAi;
let drill: Drill;
const callsOf = (model: string): number => fake.requests.filter(({ body }) => body.model === model).length;
/** How long each exchange held its socket, and how long it might. */
const held: { readonly ms: number; readonly limitMs: number }[] = [];
let callMs = UNHURRIED_MS;
const alone = new Map<string, RunFacts>();
const helped = new Map<string, RunFacts & { model_used: string; fallback_used: boolean; flags: readonly string[] }>();

const limitCalls = (modelCallMs: number): void => {
  callMs = modelCallMs;
  Object.assign(drill.organization.scope().settings, { modelCallMs });
};

const watched =
  (behavior: Behavior): Behavior =>
  (request, response) => {
    const [began, limitMs] = [performance.now(), callMs];
    // Who is asked after the last of the endless calls is not about time either.
    if (ENDLESS.reduce((sum, name) => sum + callsOf(`${name}@2`), 0) === 2 * ENDLESS.length) limitCalls(UNHURRIED_MS);
    response.on('close', () => held.push({ ms: performance.now() - began, limitMs }));
    return behavior(request, response);
  };

/** Asked for all at once: 25 that look on would slow down what they look at. */
const haveEnded = async (ids: readonly string[]): Promise<boolean> => {
  await sleep(100);
  const [row] = await drill.sql<{ done: boolean }>(
    'select bool_and(ended_at is not null) as done from run where id = any($1)',
    [ids],
  );
  return row?.done ?? false;
};

/** Scores the sample with behaviors side by side, each a model of its own: `mark` sets those of a round apart. */
const scoreWith = async (
  names: readonly string[],
  runs: Map<string, RunFacts>,
  transcriptIds: readonly string[],
  mark: '' | '@2',
): Promise<void> => {
  const started = await Promise.all(
    names.map(async (name) => {
      const choice = { model: `openai/${name}${mark}` };
      const transcriptId = transcriptIds[NAMES.indexOf(name)] ?? '';
      return [name, await startRun(drill.organization.scope(), { transcriptId, choice })] as const;
    }),
  );
  const ids = started.map(([, id]) => id);
  await until('the end of every run', () => haveEnded(ids));
  for (const [name, id] of started) runs.set(name, await drill.run(id));
};

const scoreAll = async (...round: [Map<string, RunFacts>, readonly string[], '' | '@2']): Promise<void> => {
  limitCalls(UNHURRIED_MS);
  await scoreWith(
    NAMES.filter((name) => !ENDLESS.includes(name)),
    ...round,
  );
  limitCalls(CALL_MS);
  await scoreWith(ENDLESS, ...round);
};

beforeAll(async () => {
  fake = await startFakeOpenAi(watched(hostile()));
  drill = await openDrill({ openAiUrl: fake.url, limits: { retryBaseMs: 10 } });
  const transcriptIds = await drill.transcripts(NAMES.length);
  await scoreAll(alone, transcriptIds, '');
  await setScoringPolicy(drill.organization.scope(), { fallbackModels: ['openai/steady'] });
  await scoreAll(helped, transcriptIds, '@2');
}, 150_000);
afterAll(async () => {
  await drill.close();
  await fake.close();
});

describe('25 hostile behaviors', () => {
  it('are 25, each with what is expected of it', () => {
    expect(NAMES).toHaveLength(25);
    expect(NAMES.toSorted()).toEqual(Object.keys(EXPECTED).toSorted());
  });

  test.each(NAMES)('%s: ends in the right state, with the right code and number of calls', (name) => {
    const run = alone.get(name)!;
    const { status, code, calls, found } = EXPECTED[name]!;
    expect({ status: run.status, code: run.error_code, calls: callsOf(name) }).toEqual({ status, code, calls });
    expect(run.attempts).toHaveLength(calls);
    expect(terminalOf(run)).toEqual([`RUN_${status}`]);
    expect(run.scores).toHaveLength(status === 'SCORED' ? 4 : 0);
    if (found) expect(run.attempts.map(({ violations }) => violations.find(isError)?.code)).toEqual(found);
  });

  test.each(NAMES)('%s, with a model to fall back to: SCORED by that one, and marked', (name) => {
    const run = helped.get(name)!;
    const before = BEFORE_FALLBACK[name] ?? EXPECTED[name]!.calls;
    expect(run).toMatchObject({ status: 'SCORED', model_used: 'openai/steady', fallback_used: true });
    expect(run.flags).toContain('FALLBACK_MODEL');
    expect(run.attempts.map(({ kind }) => kind).indexOf('FALLBACK')).toBe(before);
    expect(run.attempts).toHaveLength(before + 1);
    expect(callsOf(`${name}@2`)).toBe(before);
  });

  it('never hold a socket past the limit of a call', () => {
    expect(held).toHaveLength(fake.requests.length);
    expect(held.filter(({ limitMs }) => limitMs === CALL_MS).length).toBeGreaterThanOrEqual(3 * 6);
    expect(held.filter(({ ms, limitMs }) => ms >= limitMs + SLACK_MS)).toEqual([]);
  });

  it('leave no score behind that breaks the scale, or whose quote does not stand in its turn', async () => {
    const scores = await drill.sql<{ fits: boolean; value: number; said: boolean }>(`
      select value between 0 and 5 and value = floor(value) as fits, (
        select coalesce(bool_and(document -> 'turns' -> (piece ->> 'turn')::int ->> 'text' like '%' || (piece ->> 'quote') || '%'), true)
        from jsonb_array_elements(evidence) piece) as said
      from score join run on run.organization_id = score.organization_id and run.id = score.run_id
        join normalization on normalization.id = run.normalization_id where score.outcome = 'SCORED'`);
    expect(scores).toHaveLength(4 * (NAMES.length + 1));
    expect(scores.filter(({ fits, said }) => !fits || !said)).toEqual([]);
  });

  it('bill what was answered, valid or not', () => {
    const answers = [...alone.values(), ...helped.values()].flatMap(({ attempts }) => attempts);
    const answered = answers.filter(({ status }) => status === 'ANSWERED');
    expect(answered.length).toBeGreaterThan(40);
    expect(answered.every(({ cost_status: cost }) => cost !== null)).toBe(true);
  });

  it.each([
    ['no-quota', '0'],
    ['unauthorized', '0'],
    ['half-json', null],
    ['dripping', null],
    ['flooding', null],
    ['resetting', null],
    ['error-page', '0'],
  ])('%s costs %s: what may have been paid without our reading it is unknown', (name, cost) => {
    expect(alone.get(name)?.cost_pusd).toBe(cost);
  });
});

const isError = ({ severity }: { readonly severity: string }): boolean => severity === 'error';

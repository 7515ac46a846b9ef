import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createApiKey } from '../../src/access/api-keys.js';
import * as behave from '../../src/fake-llm/behaviors.js';
import { openDrill, until, type Drill } from '../drills/drill.js';
import { faithful } from '../../src/fake-llm/faithful.js';
import { startFakeOpenAi, type FakeOpenAi } from '../../src/fake-llm/fake-openai.js';
import { apiClient, must, type ApiClient, type UserError } from './client.js';

const SECRET = 'sk-own-0123456789-wxyz';

let fake: FakeOpenAi;
let drill: Drill;
let admin: ApiClient;
let transcriptId: string;

beforeAll(async () => {
  fake = await startFakeOpenAi(faithful());
  const openAiConfig = { limits: { concurrency: 1 }, models: ['fake-judge', 'spare'] };
  const limits = { circuitFailures: 2, retryBaseMs: 10 };
  drill = await openDrill({ openAiUrl: fake.url, openAiKey: '', openAiConfig, limits });
  admin = apiClient(drill, drill.organization.key);
  [transcriptId = ''] = await drill.transcripts(1);
});
afterAll(async () => {
  await drill.close();
  await fake.close();
});

interface Provider {
  readonly name: string;
  readonly ready: boolean;
  readonly models: readonly string[];
  readonly reason: string | null;
  readonly reasonCode: string | null;
  readonly credential: { readonly lastFour: string } | null;
  readonly circuit: { readonly address: string; readonly state: string; readonly closedUntil: string | null } | null;
  readonly limits: readonly {
    readonly model: string | null;
    readonly concurrency: number;
    readonly inFlight: number;
  }[];
  readonly lastError: { readonly code: string; readonly message: string } | null;
  readonly calls: {
    readonly answered: number;
    readonly failed: number;
    readonly successRate: number | null;
    readonly p50Ms: number | null;
    readonly p95Ms: number | null;
  };
  readonly errorsToday: readonly { readonly code: string; readonly count: number }[];
}

const FIELDS = `name ready models reason reasonCode credential { lastFour } circuit { address state since failures closedUntil }
  limits { model concurrency requestsPerMinute tokensPerMinute inFlight requestsLastMinute tokensLastMinute }
  lastError { code message at } calls { answered failed successRate p50Ms p95Ms } errorsToday { code count }`;

const openAi = async (client = admin): Promise<Provider> => {
  const { modelProviders } = await client.read<{ modelProviders: Provider[] }>(`{ modelProviders { ${FIELDS} } }`);
  return must(modelProviders.find(({ name }) => name === 'openai'));
};

const SET = `mutation ($input: SetProviderCredentialInput!) { setProviderCredential(input: $input) {
  modelProvider { ${FIELDS} } userErrors { code message path } } }`;
const set = async (credential: string, provider = 'openai', client = admin) =>
  (
    await client.read<{ setProviderCredential: { modelProvider: Provider | null; userErrors: UserError[] } }>(SET, {
      input: { provider, credential },
    })
  ).setProviderCredential;

const clientAs = async (role: 'ANALYST' | 'SERVICE'): Promise<ApiClient> =>
  apiClient(drill, (await createApiKey(drill.organization.scope(), { name: role, role })).key);

describe('an organization’s own key', () => {
  test('makes a provider ready that the installation has no key for, and is what calls are made with', async () => {
    const before = await openAi();
    expect(before).toMatchObject({ ready: false, reasonCode: 'CREDENTIAL_MISSING', credential: null });
    expect(before.reason).toBe('OPENAI_API_KEY is not set.');
    await expect(drill.startRun(transcriptId)).rejects.toMatchObject({ code: 'PROVIDER_UNAUTHORIZED' });
    const { modelProvider, userErrors } = await set(SECRET);
    expect([userErrors, modelProvider?.ready, modelProvider?.credential]).toEqual([[], true, { lastFour: 'wxyz' }]);
    const run = await drill.ended(await drill.startRun(transcriptId));
    expect(run.status).toBe('SCORED');
    expect(must(fake.requests.at(-1)).headers.authorization).toBe(`Bearer ${SECRET}`);
    const other = await drill.createOrganization('Other');
    expect(await openAi(apiClient(drill, other.key))).toMatchObject({ ready: false, credential: null });
  });

  test('stands nowhere in the clear: not in the database, the audit log or the API', async () => {
    const tables = await drill.sql<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'bullmq')`,
    );
    for (const { name } of tables) {
      const found = await drill.sql(`select 1 from ${name} as t where strpos(t::text, $1) > 0`, [SECRET]);
      expect([name, found]).toEqual([name, []]);
    }
    const [entry] = await drill.sql<{ after: unknown }>(
      `select after from audit_entry where action = 'providerCredential.set'`,
    );
    expect(entry!.after).toEqual({ provider: 'openai', lastFour: 'wxyz' });
  });

  test('is refused where it is no key, where none is needed, and to those who are no administrators', async () => {
    for (const bad of ['', 'short', 'with a space in it', 'x\u0000'.repeat(9), 'ü'.repeat(20)]) {
      expect((await set(bad)).userErrors).toMatchObject([{ code: 'BAD_USER_INPUT', path: ['input', 'credential'] }]);
    }
    expect((await set(SECRET, 'baseline')).userErrors).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
    expect((await set(SECRET, 'nobody')).userErrors).toMatchObject([{ code: 'PROVIDER_UNKNOWN' }]);
    const analyst = await clientAs('ANALYST');
    expect((await set(SECRET, 'openai', analyst)).userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect((await openAi(analyst)).ready).toBe(true);
    const service = await clientAs('SERVICE');
    const { errors } = await service.ask('{ modelProviders { name } }');
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });
});

describe('a limit', () => {
  test('makes runs wait for their turn: one call at a time, and no run fails for it', async () => {
    let inFlight = 0;
    let most = 0;
    const waitsOf = async (): Promise<number> => {
      const [{ waits } = { waits: 0 }] = await drill.sql<{ waits: number }>(
        `select sum(turn_waits)::int as waits from run`,
      );
      return waits;
    };
    fake.setBehavior(async (request, response) => {
      most = Math.max(most, (inFlight += 1));
      await until('that both others wait', async () => (await waitsOf()) >= 2);
      await faithful()(request, response);
      inFlight -= 1;
    });
    const ids = await Promise.all(Array.from({ length: 3 }, () => drill.startRun(transcriptId)));
    const runs = await Promise.all(ids.map((id) => drill.ended(id)));
    expect(runs.map(({ status, attempts }) => [status, attempts.length])).toEqual(ids.map(() => ['SCORED', 1]));
    expect(most).toBe(1);
    const { limits, calls } = await openAi();
    expect(limits).toMatchObject([{ model: null, concurrency: 1, inFlight: 0, requestsLastMinute: 4 }]);
    expect(calls).toMatchObject({ answered: 4, failed: 0, successRate: 1 });
    expect(must(calls.p95Ms)).toBeGreaterThanOrEqual(must(calls.p50Ms));
  });
});

describe('a provider that fails', () => {
  test('shows its circuit, its last error and why', async () => {
    fake.setBehavior(behave.apiError(500, { message: `the key ${SECRET} met trouble` }));
    const id = await drill.startRun(transcriptId);
    const provider = await until('the opening', async () => {
      const askedAt = Date.now();
      const known = await openAi();
      return known.circuit?.state === 'OPEN' && { ...known, circuit: known.circuit, askedAt };
    });
    expect(provider).toMatchObject({
      ready: true,
      reasonCode: 'UNREACHABLE',
      circuit: { address: 'openai/fake-judge' },
      lastError: { code: 'PROVIDER_UNAVAILABLE' },
      errorsToday: [{ code: 'PROVIDER_UNAVAILABLE' }],
    });
    expect(JSON.stringify(provider)).not.toContain(SECRET);
    expect(Date.parse(must(provider.circuit.closedUntil))).toBeGreaterThan(provider.askedAt);
    fake.setBehavior(faithful());
    expect((await drill.ended(id)).status).toBe('SCORED');
    expect(await openAi()).toMatchObject({ reason: null, reasonCode: null });
  });
});

test('a removed key is gone, and removing it again changes nothing', async () => {
  const REMOVE = `mutation { removeProviderCredential(input: { provider: "openai" }) { modelProvider { ${FIELDS} } userErrors { code } } }`;
  for (let times = 0; times < 2; times += 1) {
    const { removeProviderCredential } = await admin.read<{
      removeProviderCredential: { modelProvider: Provider; userErrors: UserError[] };
    }>(REMOVE);
    expect(removeProviderCredential).toMatchObject({
      modelProvider: { ready: false, credential: null },
      userErrors: [],
    });
  }
  const removed = await drill.sql(`select 1 from audit_entry where action = 'providerCredential.remove'`);
  expect(removed).toHaveLength(1);
});

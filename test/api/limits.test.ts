import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startTestSystem, type TestSystem } from '../support/system.js';
import { apiClient, type ApiClient } from './client.js';

let running: TestSystem;
let client: ApiClient;

beforeAll(async () => {
  running = await startTestSystem({ worker: false });
  client = apiClient(running, (await running.createOrganization()).key);
});
afterAll(() => running.close());

const times = (count: number, field: (nth: number) => string): string =>
  Array.from({ length: count }, (_, nth) => field(nth)).join(' ');

const codeOf = async (query: string) => {
  const { errors, status } = await client.ask(query);
  return { status, code: errors?.[0]?.extensions.code, message: errors?.[0]?.message ?? '' };
};

describe('what one operation may ask for', () => {
  test.each([
    [
      'one field under many names',
      `{ analytics { ${times(160, (n) => `a${n}: trend { start }`)} } }`,
      'trend under more than 15',
    ],
    [
      'the same by fragments',
      `{ analytics { ...A } } fragment A on Analytics { ${times(16, (n) => `a${n}: trend { start }`)} }`,
      'trend under more than 15',
    ],
    [
      'many fields of many objects',
      `{ transcripts(first: 18) { edges { node { turns(first: 500) { edges { node { ${times(15, (n) => `a${n}: text`)} ${times(15, (n) => `b${n}: index`)} } } } } } } }`,
      'values; 50000 are the limit',
    ],
    [
      'figures over many rows',
      `{ analytics { ${times(15, (n) => `t${n}: trend { start }`)} ${times(15, (n) => `v${n}: validation { key }`)} } }`,
      'things; 10000 are the limit',
    ],
  ])('is bounded: %s', async (_what, query, why) => {
    const { code, message } = await codeOf(query);
    expect(['QUERY_TOO_EXPENSIVE', 'GRAPHQL_VALIDATION_FAILED']).toContain(code);
    expect(message).toContain('too expensive');
    expect(message).toContain(why);
  });

  test('leaves room for what a page shows', async () => {
    const all = `{ analytics { trend { start meanOverall } companySummaries { meanOverall } representativeSummaries { meanOverall } } }`;
    expect(await codeOf(all)).toMatchObject({ status: 200, code: undefined });
    expect(
      await codeOf(`{ ${times(15, (n) => `p${n}: transcripts(first: 20) { edges { node { id title } } }`)} }`),
    ).toMatchObject({ code: undefined });
  });
});

describe('the content type', () => {
  const send = async (contentType: string, key = 'dbf_none') => {
    const response = await fetch(`${running.api.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': contentType, authorization: `Bearer ${key}` },
      body: '{"query":"{ viewer { id } }"}',
    });
    return response.status;
  };

  test.each([
    'application/json; charset=utf-7',
    'application/json; xcharset=utf-8; charset=utf-7',
    'application/json; charset=utf-8; charset=utf-7',
    'application/json; charset="utf-7"',
    'application/json; charset',
  ])('%s is refused before the body is read', async (contentType) => {
    expect(await send(contentType)).toBe(415);
  });

  test.each(['application/json', 'application/json; charset=utf-8', 'application/json;charset="UTF-8"'])(
    '%s is read',
    async (contentType) => {
      expect(await send(contentType)).toBe(401);
    },
  );
});

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openClient } from './cli/client/client.js';
import { reservePort } from './api.js';

let server: Server;
let url: string;
beforeAll(async () => {
  server = await reservePort('127.0.0.1', 0);
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

test('who comes before the API is up is told to come again, whatever is asked', async () => {
  for (const [path, body] of [
    ['/uploads', new Uint8Array(2 * 1024 * 1024)],
    ['/graphql', '{}'],
    ['/livez', ''],
  ] as const) {
    const response = await fetch(url + path, { method: 'POST', body });
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '2']);
    expect(await response.json()).toMatchObject({ error: { code: 'UNAVAILABLE', retryable: true } });
  }
});

test('a client of ours knows that as a reason to wait', async () => {
  const client = openClient({ url, key: `dbf_${'a'.repeat(43)}` });
  const wait = { code: 'UNAVAILABLE', retryable: true, retryAfterMs: 2_000 };
  await expect(client.query('{ __typename }')).rejects.toMatchObject(wait);
  const file = { bytes: new Uint8Array([65]), fileName: 'a.txt', fields: {} };
  await expect(client.upload(file)).rejects.toMatchObject(wait);
});

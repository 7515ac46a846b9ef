import { afterEach, describe, expect, it } from '@jest/globals';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openClient } from './client.js';

const servers: Server[] = [];

const serve = async (listener: RequestListener): Promise<string> => {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const answer =
  (status: number, body: string): RequestListener =>
  (request, response) => {
    request.resume();
    request.on('end', () => response.writeHead(status).end(body));
  };

const json = (status: number, body: unknown): RequestListener => answer(status, JSON.stringify(body));

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const FILE = { bytes: new TextEncoder().encode('A: hi'), fileName: 'call é.txt', fields: { rep: 'Dana' } };

describe('query', () => {
  it('answers data, and sends document, variables and key', async () => {
    const seen: { url?: string | undefined; authorization?: string | undefined; body?: unknown } = {};
    const url = await serve((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { authorization } = request.headers;
        Object.assign(seen, {
          url: request.url,
          authorization,
          body: JSON.parse(Buffer.concat(chunks).toString()) as unknown,
        });
        response.end('{"data":{"x":1}}');
      });
    });
    const client = openClient({ url: `${url}/graphql`, key: 'dbf_k' });
    await expect(client.query('query($a: Int) { x }', { a: 2 })).resolves.toEqual({ x: 1 });
    expect(client.url).toBe(url);
    expect(seen).toEqual({
      url: '/graphql',
      authorization: 'Bearer dbf_k',
      body: { query: 'query($a: Int) { x }', variables: { a: 2 } },
    });
  });

  it.each([
    ['of GraphQL', 200, { data: null, errors: [{ message: 'Gone.', extensions: { code: 'NOT_FOUND' } }] }, 'NOT_FOUND'],
    ['of a route', 401, { error: { code: 'UNAUTHENTICATED', message: 'No key.' } }, 'UNAUTHENTICATED'],
    ['without a code', 500, { errors: [{ message: 'Odd.' }] }, 'INTERNAL_SERVER_ERROR'],
  ])('throws the error %s as the server words it', async (_what, status, body, code) => {
    const client = openClient({ url: await serve(json(status, body)), key: 'k' });
    await expect(client.query('{ x }')).rejects.toMatchObject({ name: 'CallError', code, retryable: false });
  });

  it('keeps whether and when the server allows a retry', async () => {
    const url = await serve(json(503, { error: { code: 'UNAVAILABLE', message: 'Busy.', retryable: true } }));
    await expect(openClient({ url, key: 'k' }).query('{ x }')).rejects.toMatchObject({
      message: 'Busy.',
      retryable: true,
    });
  });

  it.each([
    ['a page of a proxy', 502, '<html>\n<h1>Bad gateway</h1>', true],
    ['a page of another program', 200, '<!doctype html><title>Hello</title>', false],
    ['nothing', 200, '', false],
    ['truncated JSON', 200, '{"data":{"x"', false],
    ['JSON of another kind', 200, '{"hello":1}', false],
    ['data of the wrong type', 200, '{"data":"yes"}', false],
    ['a bare list', 200, '[1]', false],
  ])('reports that %s is not an answer of Debrief', async (_what, status, body, retryable) => {
    const url = await serve(answer(status, body));
    const call = openClient({ url, key: 'k' }).query('{ x }');
    await expect(call).rejects.toMatchObject({ code: 'UNAVAILABLE', retryable });
    await expect(call).rejects.toThrow(new RegExp(`${url} answered ${status}.*--url`));
  });

  it('gives up after its limit', async () => {
    const url = await serve(() => undefined);
    const call = openClient({ url, key: 'k', limitMs: 40 }).query('{ x }');
    await expect(call).rejects.toMatchObject({ code: 'TIMEOUT', retryable: true });
  });

  it('gives up on a body that does not end', async () => {
    const url = await serve((_request, response) => void response.writeHead(200).write('{'));
    const call = openClient({ url, key: 'k', limitMs: 40 }).query('{ x }');
    await expect(call).rejects.toMatchObject({ code: 'TIMEOUT' });
  });

  it('tries a broken connection once more, and not twice', async () => {
    let calls = 0;
    let broken = 1;
    const url = await serve((request, response) => {
      calls += 1;
      if (calls <= broken) request.socket.destroy();
      else response.end('{"data":{}}');
    });
    await expect(openClient({ url, key: 'k' }).query('{ x }')).resolves.toEqual({});
    expect(calls).toBe(2);
    [calls, broken] = [0, 9];
    await expect(openClient({ url, key: 'k' }).query('{ x }')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(calls).toBe(2);
  });

  it('names the address that does not answer, and what to do', async () => {
    const call = openClient({ url: 'http://127.0.0.1:9/', key: 'k' }).query('{ x }');
    await expect(call).rejects.toMatchObject({ code: 'UNAVAILABLE', retryable: true });
    await expect(call).rejects.toThrow(/127\.0\.0\.1:9 cannot be reached.*debrief start/);
  });

  it('ends with its signal', async () => {
    const url = await serve(() => undefined);
    const abort = new AbortController();
    const call = openClient({ url, key: 'k', signal: abort.signal }).query('{ x }');
    abort.abort();
    await expect(call).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });
});

const TAKEN = {
  upload: { id: 'U' },
  files: [{ fileName: 'call é.txt', transcript: { id: 'T' }, duplicate: false, error: null }],
};

describe('upload', () => {
  const receive = (bodies: FormData[]): RequestListener => {
    return (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const headers = { 'content-type': request.headers['content-type'] ?? '' };
        void new Response(Buffer.concat(chunks), { headers }).formData().then((form) => {
          bodies.push(form);
          if (bodies.length === 1) request.socket.destroy();
          else response.writeHead(202).end(JSON.stringify(TAKEN));
        });
      });
    };
  };

  it('sends file and fields, and repeats a broken one under the same idempotency key', async () => {
    const bodies: FormData[] = [];
    const client = openClient({ url: await serve(receive(bodies)), key: 'k' });
    await expect(client.upload(FILE)).resolves.toEqual(TAKEN);
    expect(bodies).toHaveLength(2);
    const [first, second] = bodies as [FormData, FormData];
    expect(first.get('idempotencyKey')).toMatch(/^[\w-]{36}$/);
    expect(second.get('idempotencyKey')).toBe(first.get('idempotencyKey'));
    expect(second.get('rep')).toBe('Dana');
    const file = second.get('file') as File;
    expect(file.name).toBe('call é.txt');
    await expect(file.text()).resolves.toBe('A: hi');
  });

  it('keeps an idempotency key of the caller', async () => {
    const bodies: FormData[] = [];
    const client = openClient({ url: await serve(receive(bodies)), key: 'k' });
    await client.upload({ ...FILE, fields: { idempotencyKey: 'mine' } });
    expect(bodies[1]?.get('idempotencyKey')).toBe('mine');
  });

  it('throws a refusal as the server words it', async () => {
    const url = await serve(json(404, { error: { code: 'RUBRIC_UNKNOWN', message: 'No such rubric.' } }));
    await expect(openClient({ url, key: 'k' }).upload(FILE)).rejects.toMatchObject({ code: 'RUBRIC_UNKNOWN' });
  });
});

it('keeps how long the server asks to wait', async () => {
  const url = await serve((request, response) => {
    request.resume();
    response.writeHead(429, { 'retry-after': '7' });
    response.end('{"error":{"code":"QUOTA_EXCEEDED","message":"Later.","retryable":true}}');
  });
  await expect(openClient({ url, key: 'k' }).upload(FILE)).rejects.toMatchObject({ retryAfterMs: 7_000 });
});

describe('openClient', () => {
  it.each(['', 'localhost:4000', 'ftp://host', 'not an address'])('refuses the address "%s"', (url) => {
    expect(() => openClient({ url, key: 'k' })).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
  });

  it('refuses a key that no header can carry', () => {
    expect(() => openClient({ url: 'http://h', key: 'a\nb' })).toThrow(
      expect.objectContaining({ code: 'UNAUTHENTICATED' }),
    );
  });
});

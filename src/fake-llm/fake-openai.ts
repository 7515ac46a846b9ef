import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Body of a chat-completions request. */
export interface ChatBody {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly response_format?: { readonly type: string; readonly json_schema?: Readonly<Record<string, unknown>> };
  readonly temperature?: number;
  readonly seed?: number;
  readonly max_completion_tokens?: number;
  readonly [other: string]: unknown;
}

export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: ChatBody;
  /** The body of a form with a file; empty for JSON. */
  readonly text: string;
  /** Settles when the exchange is over, also if the caller hung up; true if the whole answer was sent. */
  readonly ended: Promise<boolean>;
}

/** How the server treats a request: it answers, stalls or breaks the connection. */
export type Behavior = (request: RecordedRequest, response: ServerResponse) => void | Promise<void>;

export interface FakeOpenAi {
  /** Base URL for clients, with `/v1`. */
  readonly url: string;
  readonly requests: readonly RecordedRequest[];
  setBehavior(behavior: Behavior): void;
  /** Resolves with the next request once it has arrived completely. */
  nextRequest(): Promise<RecordedRequest>;
  close(): Promise<void>;
}

const readBody = async (request: IncomingMessage): Promise<Pick<RecordedRequest, 'body' | 'text'>> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  const isForm = request.headers['content-type']?.startsWith('multipart/') ?? false;
  return { body: JSON.parse(isForm ? '{}' : text || '{}') as ChatBody, text: isForm ? text : '' };
};

const record = async (request: IncomingMessage, response: ServerResponse): Promise<RecordedRequest> => ({
  method: request.method ?? '',
  path: request.url ?? '',
  headers: request.headers,
  ended: once(response, 'close').then(() => response.writableFinished),
  ...(await readBody(request)),
});

const listen = async (server: Server, port: number): Promise<string> => {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
};

interface FakeOptions {
  /** Default: a free one. */
  readonly port?: number;
  /** False records no requests: for a server that runs for long. */
  readonly keep?: boolean;
}

/** Starts an HTTP server on a local port that receives chat-completions requests and treats them by `behavior`. */
export const startFakeOpenAi = async (
  behavior: Behavior,
  { port = 0, keep = true }: FakeOptions = {},
): Promise<FakeOpenAi> => {
  let current = behavior;
  const requests: RecordedRequest[] = [];
  const waiting: ((request: RecordedRequest) => void)[] = [];
  const server = createServer((incoming, response) => {
    void record(incoming, response)
      .then((request) => {
        if (keep) requests.push(request);
        for (const tell of waiting.splice(0)) tell(request);
        return current(request, response);
      })
      // The caller hung up, or sent no JSON: the connection is closed, as a failing service does.
      .catch(() => response.destroy());
  });
  return {
    url: await listen(server, port),
    requests,
    setBehavior: (next) => void (current = next),
    nextRequest: () => new Promise((resolve) => waiting.push(resolve)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

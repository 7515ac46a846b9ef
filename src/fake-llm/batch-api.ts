import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { status } from './behaviors.js';
import type { Behavior, ChatBody, RecordedRequest } from './fake-openai.js';

/** A line of the output file, or of the file of errors. */
interface WireLine {
  readonly custom_id: string;
  readonly response: { readonly status_code: number; readonly request_id: string; readonly body: unknown } | null;
  readonly error: { readonly code: string; readonly message: string } | null;
}

interface FakeBatch {
  readonly id: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly requests: readonly { readonly custom_id: string; readonly body: ChatBody }[];
  status: 'in_progress' | EndStatus | 'cancelled';
  output_file_id: string | null;
  /** How often its state was read. */
  polls: number;
}

type EndStatus = 'completed' | 'failed' | 'expired';

export interface BatchOptions {
  /** Time from the submission to the end; null waits for `finish`. */
  readonly delayMs?: number | null;
  /** Replaces the lines of the output file; strings are written as they are. */
  readonly spoil?: (lines: readonly WireLine[]) => readonly (WireLine | string)[];
}

export interface FakeBatchApi {
  /** Serves files and batches, and completions as before. */
  readonly behavior: Behavior;
  readonly batches: readonly FakeBatch[];
  /** Files that have not been deleted. */
  readonly files: ReadonlyMap<string, string>;
  /** Ends the waiting batches: completed with an answer for each request, or as a service ends a batch that it gave up. */
  finish(end?: EndStatus): Promise<void>;
}

const LINE_LIMIT_MS = 1_000;

/** What a behavior answers to a request that did not come over a connection. */
const answerTo = async (behavior: Behavior, body: ChatBody, headers: IncomingHttpHeaders) => {
  let code = 200;
  const chunks: string[] = [];
  const ended = Promise.withResolvers<boolean>();
  const response = {
    destroyed: false,
    socket: { resetAndDestroy: () => ended.resolve(false) },
    on: () => response,
    writeHead: (status: number) => {
      code = status;
      return response;
    },
    write: (chunk: string) => chunks.push(chunk),
    end: (chunk = '') => {
      chunks.push(chunk);
      ended.resolve(true);
    },
  };
  const request = { method: 'POST', path: '/v1/chat/completions', headers, body, text: '', ended: ended.promise };
  // Only the members above are used by behaviors.
  await behavior(request, response as unknown as ServerResponse);
  const inTime = await Promise.race([ended.promise, sleep(LINE_LIMIT_MS, false, { ref: false })]);
  return inTime ? { status: code, body: JSON.parse(chunks.join('')) as unknown } : null;
};

const runLine = async (
  behavior: Behavior,
  { custom_id, body }: FakeBatch['requests'][number],
  headers: IncomingHttpHeaders,
): Promise<WireLine> => {
  // A behavior that throws, or that answers with something other than JSON, is one that the service got no answer from.
  const answered = await answerTo(behavior, body, headers).catch(() => null);
  if (!answered) return { custom_id, response: null, error: { code: 'batch_expired', message: 'It took too long.' } };
  const response = { status_code: answered.status, request_id: `req-${custom_id}`, body: answered.body };
  return { custom_id, response, error: null };
};

/** The file in a multipart form: between the blank line after its headers and the next boundary. */
const fileIn = ({ headers, text }: RecordedRequest): string => {
  const boundary = /boundary="?([^";]+)/.exec(headers['content-type'] ?? '')?.[1] ?? '';
  const part = text.split(`--${boundary}`).find((piece) => piece.includes('name="file"')) ?? '';
  return part.slice(part.indexOf('\r\n\r\n') + 4, part.lastIndexOf('\r\n'));
};

const asWire = ({ id, metadata, status: state, output_file_id }: FakeBatch) => ({
  ...{ id, metadata, output_file_id, object: 'batch', status: state, endpoint: '/v1/chat/completions' },
  ...{ input_file_id: `file-in-${id}`, error_file_id: null, completion_window: '24h', created_at: 1_700_000_000 },
});

/** Files and batches of one fake service. */
interface BatchStore {
  readonly files: Map<string, string>;
  readonly batches: FakeBatch[];
  /** Headers of the request that created a batch, by the batch's id. */
  readonly headers: Map<string, IncomingHttpHeaders>;
}

const endBatch = async (
  { files, headers }: BatchStore,
  batch: FakeBatch,
  end: EndStatus,
  behavior: Behavior,
  spoil: BatchOptions['spoil'],
): Promise<void> => {
  if (batch.status !== 'in_progress') return;
  if (end === 'completed') {
    const sent = headers.get(batch.id) ?? {};
    const lines = await Promise.all(batch.requests.map((request) => runLine(behavior, request, sent)));
    const written = spoil ? spoil(lines) : lines.toReversed();
    batch.output_file_id = `file-out-${batch.id}`;
    const text = written.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
    files.set(batch.output_file_id, text);
  }
  batch.status = end;
};

const createBatch = (store: BatchStore, { body, headers }: RecordedRequest): FakeBatch => {
  const input = String(body.input_file_id);
  const metadata = body.metadata as FakeBatch['metadata'];
  const id = `batch_${randomUUID()}`;
  const text = store.files.get(input) ?? '';
  store.files.delete(input);
  store.files.set(`file-in-${id}`, text);
  const requests = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as FakeBatch['requests'][number]);
  const batch: FakeBatch = { id, metadata, requests, status: 'in_progress', output_file_id: null, polls: 0 };
  store.batches.push(batch);
  store.headers.set(id, headers);
  return batch;
};

const serveFiles =
  ({ files }: BatchStore): Behavior =>
  (request, response) => {
    const [, id = '', content] = /\/files\/([^/?]+)(\/content)?/.exec(request.path) ?? [];
    if (request.method === 'POST') {
      const uploaded = `file-${randomUUID()}`;
      files.set(uploaded, fileIn(request));
      return status(200, { id: uploaded, object: 'file', purpose: 'batch' })(request, response);
    }
    const text = files.get(id);
    if (text === undefined) return status(404, { error: { message: 'No such file.' } })(request, response);
    if (request.method === 'DELETE') return status(200, { id, deleted: files.delete(id) })(request, response);
    if (content) return void response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(text);
    return status(200, { id, object: 'file' })(request, response);
  };

const serveBatches =
  (store: BatchStore, onCreated: (batch: FakeBatch) => void): Behavior =>
  (request, response) => {
    const [, id, cancel] = /\/batches\/([^/?]+)(\/cancel)?/.exec(request.path) ?? [];
    if (id === undefined && request.method === 'POST') {
      const batch = createBatch(store, request);
      onCreated(batch);
      return status(200, asWire(batch))(request, response);
    }
    if (id === undefined) {
      const data = store.batches.map(asWire).toReversed();
      return status(200, { object: 'list', data, has_more: false })(request, response);
    }
    const batch = store.batches.find((one) => one.id === id);
    if (!batch) return status(404, { error: { message: 'No such batch.' } })(request, response);
    if (cancel && batch.status === 'in_progress') batch.status = 'cancelled';
    if (!cancel) batch.polls += 1;
    return status(200, asWire(batch))(request, response);
  };

/** Adds the batch protocol of the service to a behavior that answers single calls. */
export const withBatches = (behavior: Behavior, { delayMs = 0, spoil }: BatchOptions = {}): FakeBatchApi => {
  const store: BatchStore = { files: new Map(), batches: [], headers: new Map() };
  const end = (batch: FakeBatch, as: EndStatus): Promise<void> => endBatch(store, batch, as, behavior, spoil);
  const files = serveFiles(store);
  const batches = serveBatches(store, (batch) => {
    if (delayMs !== null) setTimeout(() => void end(batch, 'completed'), delayMs).unref();
  });
  return {
    files: store.files,
    batches: store.batches,
    behavior: (request, response) => {
      if (/\/files(?:[/?]|$)/.test(request.path)) return files(request, response);
      if (/\/batches(?:[/?]|$)/.test(request.path)) return batches(request, response);
      return behavior(request, response);
    },
    finish: async (as = 'completed') => {
      for (const batch of store.batches) await end(batch, as);
    },
  };
};

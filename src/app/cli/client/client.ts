import { randomUUID } from 'node:crypto';
import { CallError, networkFault, wasReset } from './call-error.js';

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly retryAfterMs: number | null;
}

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});

const textOf = (value: unknown, fallback: string): string => (typeof value === 'string' ? value : fallback);

/** The API's error: in `errors` of a GraphQL answer, in `error` of the other routes. */
const apiError = (body: Fields, retryAfterMs: number | null): CallError | null => {
  const [first] = Array.isArray(body.errors) ? (body.errors as unknown[]) : [body.error];
  if (typeof first !== 'object' || first === null) return null;
  const { message: text, extensions, ...others } = fieldsOf(first);
  const { code, retryable }: Fields = { ...others, ...fieldsOf(extensions) };
  const message = textOf(text, 'The server refused without saying why.');
  return new CallError(textOf(code, 'INTERNAL_SERVER_ERROR'), message, { retryable: retryable === true, retryAfterMs });
};

const notDebrief = ({ status, text }: Answer, { origin }: URL): CallError => {
  const begin = text.trim().replace(/\s+/g, ' ').slice(0, 60);
  const what = begin === '' ? 'nothing' : `"${begin}"`;
  const message = `${origin} answered ${status} with ${what} and not as Debrief does. Is this Debrief's address? Name it with --url.`;
  return new CallError('UNAVAILABLE', message, { retryable: status >= 500 });
};

const asJson = (answer: Answer, target: URL): unknown => {
  try {
    return JSON.parse(answer.text);
  } catch {
    // Not JSON: the text of the answer says more than the parser's error.
    throw notDebrief(answer, target);
  }
};

/**
 * The fields of a JSON answer that has the wanted field.
 * @throws CallError with the server's code, or UNAVAILABLE for an answer that is not Debrief's
 */
export const readAnswer = <Body extends Fields>(answer: Answer, target: URL, field: keyof Body & string): Body => {
  const body = fieldsOf(asJson(answer, target));
  const failure = apiError(body, answer.retryAfterMs);
  if (failure) throw failure;
  const wanted = body[field];
  if (typeof wanted !== 'object' || wanted === null) throw notDebrief(answer, target);
  return body as Body;
};

export interface ClientOptions {
  /** Address of the server, with or without `/graphql` at its end. */
  readonly url: string;
  /** API key, `dbf_…`. */
  readonly key: string;
  /** Limit of each call in ms. Default: 30 s. */
  readonly limitMs?: number;
  /** Aborts running calls. */
  readonly signal?: AbortSignal;
}

export interface FileToUpload {
  readonly bytes: Uint8Array;
  readonly fileName: string;
  /** Fields of the upload route, e.g. `{ rep, company }`. */
  readonly fields: Readonly<Record<string, string>>;
}

/** Outcome of one file of an upload. */
export interface TakenFile {
  readonly fileName: string;
  readonly transcript: { readonly id: string } | null;
  /** Whether the organization had its bytes already. */
  readonly duplicate: boolean;
  readonly error: { readonly code: string; readonly message: string } | null;
}

export type UploadAnswer = {
  readonly upload: { readonly id: string };
  /** At least one; each file of an archive. */
  readonly files: readonly TakenFile[];
};

/** Calls a server over HTTP. Every method throws CallError. */
export interface Client {
  readonly url: string;
  /** Returns `data` of a GraphQL query. Retries once after a broken connection. */
  query<Data>(document: string, variables?: Readonly<Record<string, unknown>>): Promise<Data>;
  /** Uploads a file or an archive. Sends an idempotency key, so that it can retry once after a broken connection. */
  upload(file: FileToUpload): Promise<UploadAnswer>;
}

const LIMIT_MS = 30_000;

const baseOf = (url: string): URL => {
  const base = URL.parse(url.replace(/\/(?:graphql\/?)?$/, '') + '/');
  if (base?.protocol === 'http:' || base?.protocol === 'https:') return base;
  throw new CallError('BAD_USER_INPUT', `"${url}" is not an http or https address, such as http://127.0.0.1:4000.`);
};

const headerOf = (key: string): string => {
  if (/^[\x21-\x7e]+$/.test(key)) return `Bearer ${key}`;
  throw new CallError('UNAUTHENTICATED', 'The key holds characters that no key has. Copy it again.');
};

const formOf = ({ bytes, fileName, fields }: FileToUpload): FormData => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set('file', new Blob([Uint8Array.from(bytes)]), fileName);
  return form;
};

const retryAfter = (headers: Headers): number | null => {
  const seconds = Number(headers.get('retry-after') ?? NaN);
  return seconds >= 0 ? seconds * 1_000 : null;
};

const retryOnReset = <Result>(call: () => Promise<Result>): Promise<Result> =>
  call().catch((error: unknown) => {
    if (wasReset(error)) return call();
    throw error;
  });

/** @throws CallError BAD_USER_INPUT for a malformed address, UNAUTHENTICATED for a malformed key */
export const openClient = ({ url, key, limitMs = LIMIT_MS, signal }: ClientOptions): Client => {
  const base = baseOf(url);
  const authorization = headerOf(key);
  const post = async (path: string, body: string | FormData, headers: Record<string, string>): Promise<Answer> => {
    const limit = AbortSignal.timeout(limitMs);
    try {
      const response = await fetch(new URL(path, base), {
        method: 'POST',
        body,
        headers: { ...headers, authorization },
        signal: signal ? AbortSignal.any([signal, limit]) : limit,
      });
      return {
        status: response.status,
        text: await response.text(),
        retryAfterMs: retryAfter(response.headers),
      };
    } catch (error) {
      throw networkFault(error, base, limitMs);
    }
  };
  return {
    url: base.href.replace(/\/$/, ''),
    query: async <Data>(document: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Data> => {
      const body = JSON.stringify({ query: document, variables });
      const answer = await retryOnReset(() => post('graphql', body, { 'content-type': 'application/json' }));
      return readAnswer<{ readonly data: Data }>(answer, base, 'data').data;
    },
    upload: async (file) => {
      const fields = { idempotencyKey: randomUUID(), ...file.fields };
      const answer = await retryOnReset(() => post('uploads', formOf({ ...file, fields }), {}));
      return readAnswer<UploadAnswer>(answer, base, 'upload');
    },
  };
};

import { randomUUID } from 'node:crypto';
import { CallError, networkFault, wasReset } from './call-error.js';
import { readAnswer, type Answer } from './read-answer.js';

export interface ClientOptions {
  /** Address of the server, with or without a path in front of `/graphql`. */
  readonly url: string;
  /** API key, `dbf_…`. */
  readonly key: string;
  /** Limit of each call in ms; 30 s where left out. */
  readonly limitMs?: number;
  /** Ends calls under way. */
  readonly signal?: AbortSignal;
}

export interface FileToUpload {
  readonly bytes: Uint8Array;
  readonly fileName: string;
  /** Fields of the upload route, e.g. `{ rep, company }`. */
  readonly fields: Readonly<Record<string, string>>;
}

/** What became of one file of an upload. */
export interface TakenFile {
  readonly fileName: string;
  readonly transcript: { readonly id: string } | null;
  /** Whether its bytes were there already. */
  readonly duplicate: boolean;
  readonly error: { readonly code: string; readonly message: string } | null;
}

export interface UploadAnswer {
  readonly upload: { readonly id: string };
  /** At least one; those of an archive one by one. */
  readonly files: readonly TakenFile[];
}

/** Speaks to a server over HTTP. Every method throws CallError. */
export interface Client {
  readonly url: string;
  /** Answers `data` of a GraphQL query. A broken connection is tried once more. */
  query<Data>(document: string, variables?: Readonly<Record<string, unknown>>): Promise<Data>;
  /** Has a file, or an archive of files, accepted for scoring. Carries an idempotency key of its own unless the fields have one, so that a broken connection is tried once more. */
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

const onceMore = <Result>(call: () => Promise<Result>): Promise<Result> =>
  call().catch((error: unknown) => {
    if (wasReset(error)) return call();
    throw error;
  });

/** @throws CallError BAD_USER_INPUT, UNAUTHENTICATED for an address or a key that cannot be one */
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
      const answer = await onceMore(() => post('graphql', body, { 'content-type': 'application/json' }));
      return readAnswer(answer, base, 'data').data as Data;
    },
    upload: async (file) => {
      const fields = { idempotencyKey: randomUUID(), ...file.fields };
      const answer = await onceMore(() => post('uploads', formOf({ ...file, fields }), {}));
      return readAnswer(answer, base, 'upload') as unknown as UploadAnswer;
    },
  };
};

import { ProviderError } from 'debrief/plugin-api';
import { isObject, readServiceError } from './service-error.js';

const badResponse = (message: string): ProviderError =>
  new ProviderError('PROVIDER_BAD_RESPONSE', message, { retryable: true });

/** Reads a body to its end, or rejects it once it exceeds the cap without reading on. */
const readCapped = async (body: ReadableStream<Uint8Array>, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > maxBytes) throw badResponse(`The answer is larger than ${maxBytes} bytes.`);
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
};

/** A success that breaks off was most likely billed; a refusal was not. */
const brokenOff = ({ ok: maybeBilled }: Response, cause: unknown): ProviderError => {
  if (cause instanceof ProviderError) {
    return new ProviderError(cause.code, cause.message, { retryable: true, maybeBilled });
  }
  const message = 'The connection broke in the middle of the answer.';
  return new ProviderError('PROVIDER_UNAVAILABLE', message, { retryable: true, maybeBilled, cause });
};

const readBody = async (response: Response, maxBytes: number): Promise<Uint8Array<ArrayBuffer> | null> => {
  if (response.body === null) return null;
  try {
    return await readCapped(response.body, maxBytes);
  } catch (error) {
    throw brokenOff(response, error);
  }
};

const isJson = (response: Response): boolean =>
  /^application\/(?:[\w.+-]{1,100}\+)?json(?:$|[;\s])/i.test(response.headers.get('content-type') ?? '');

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Not JSON: the text itself is all that is said.
    return null;
  }
};

/** The client reads `{ error: {…} }` alone: any other form of an error is put into this one. */
const asRefusal = (body: Uint8Array<ArrayBuffer> | null): BodyInit | null => {
  const document = body === null ? null : parse(new TextDecoder().decode(body));
  if (isObject(document) && !Array.isArray(document) && isObject(document.error)) return body;
  const error = readServiceError(document);
  return error === null ? body : JSON.stringify({ error });
};

/**
 * A `fetch` that reads the whole body under the caller's signal and up to a size, follows no redirect (a transcript must
 * not be sent to another host), and rejects a success that is not JSON: a sign-in page would otherwise pass for an answer.
 * @param isExpected replaces that last rule
 */
export const cappedFetch =
  (maxBytes: number, isExpected = isJson): typeof fetch =>
  async (input, init) => {
    const response = await fetch(input, { ...init, redirect: 'manual' });
    if (response.ok && !isExpected(response)) {
      await response.body?.cancel();
      const type = response.headers.get('content-type') ?? 'no content type';
      throw badResponse(`The endpoint answered ${response.status} with ${type} where JSON was expected.`);
    }
    const body = await readBody(response, maxBytes);
    const { status, statusText } = response;
    const headers = new Headers(response.headers);
    // The body is decoded already; these describe the encoded bytes.
    headers.delete('content-encoding');
    headers.delete('content-length');
    return new Response(response.ok ? body : asRefusal(body), { status, statusText, headers });
  };

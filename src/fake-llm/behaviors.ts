import type { ServerResponse } from 'node:http';
import type { Behavior, ChatBody } from './fake-openai.js';

interface WireUsage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens?: number;
  readonly prompt_tokens_details?: { readonly cached_tokens?: number; readonly cache_write_tokens?: number };
  readonly completion_tokens_details?: { readonly reasoning_tokens?: number };
}

interface AnswerOptions {
  readonly usage?: WireUsage | null;
  readonly model?: string;
  readonly finishReason?: string | null;
  readonly refusal?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const JSON_TYPE = { 'content-type': 'application/json' };

const send = (
  response: ServerResponse,
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = JSON_TYPE,
): void => void response.writeHead(status, headers).end(body);

const tokensOf = (text: string): number => Math.ceil(text.length / 4);

const usageOf = (body: ChatBody, content: string): WireUsage => ({
  prompt_tokens: tokensOf(body.messages.map((message) => message.content).join('\n')),
  completion_tokens: tokensOf(content),
});

/** A completion as the protocol has it. */
const completion = (body: ChatBody, content: string | null, options: AnswerOptions) => ({
  id: 'chatcmpl-fake',
  object: 'chat.completion',
  created: 1_700_000_000,
  system_fingerprint: 'fp_fake',
  model: options.model ?? body.model,
  choices: [
    {
      index: 0,
      finish_reason: options.finishReason === undefined ? 'stop' : options.finishReason,
      message: { role: 'assistant', content, refusal: options.refusal ?? null },
    },
  ],
  ...(options.usage === null ? {} : { usage: options.usage ?? usageOf(body, content ?? '') }),
});

const stringify = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Answers with the content, or with the result of a function of the request. */
export const answer =
  (content: unknown, options: AnswerOptions = {}): Behavior =>
  ({ body }, response) => {
    const made: unknown = typeof content === 'function' ? (content as (body: ChatBody) => unknown)(body) : content;
    const text = made === null ? null : stringify(made);
    send(response, 200, JSON.stringify(completion(body, text, options)), { ...JSON_TYPE, ...options.headers });
  };

/** Answers with a status and a JSON body. */
export const status =
  (code: number, body: unknown = {}, headers: Readonly<Record<string, string>> = {}): Behavior =>
  (_request, response) =>
    send(response, code, JSON.stringify(body), { ...JSON_TYPE, ...headers });

/** An error as the service words it. */
export const apiError = (code: number, error: Readonly<Record<string, unknown>>, headers?: Record<string, string>) =>
  status(
    code,
    { error: { message: 'refused', type: 'invalid_request_error', param: null, code: null, ...error } },
    headers,
  );

/** Answers with a page of HTML, as a proxy or a captive portal does. */
export const html =
  (code = 200): Behavior =>
  (_request, response) =>
    send(response, code, '<!doctype html><title>Sign in</title>', { 'content-type': 'text/html; charset=utf-8' });

/** Answers with JSON that is cut off, over a connection that works. */
export const truncatedJson = (): Behavior => (_request, response) => send(response, 200, '{"id":"chatcmpl-fake","cho');

/** Answers JSON without a content type. */
export const untyped = (): Behavior => (_request, response) => send(response, 200, '{"choices":[]}', {});

export const emptyChoices = (): Behavior => status(200, { id: 'chatcmpl-fake', model: 'm', choices: [] });

/** Takes the request and never answers. */
export const hang = (): Behavior => () => undefined;

/** Sends the headers at once, then a byte at a time without end. */
export const sendSlowly =
  (everyMs = 20): Behavior =>
  (_request, response) => {
    response.writeHead(200, JSON_TYPE);
    const timer = setInterval(() => response.write(' '), everyMs);
    response.on('close', () => clearInterval(timer));
  };

/** Resets the connection, before the headers or in the middle of the body. */
export const reset =
  (when: 'before-headers' | 'in-body' = 'before-headers'): Behavior =>
  (_request, response) => {
    if (when === 'before-headers') return void response.socket?.resetAndDestroy();
    response.writeHead(200, { ...JSON_TYPE, 'content-length': '1000' });
    response.write('{"id":"chat', () => response.socket?.resetAndDestroy());
  };

/** A valid answer with content of so many bytes. */
export const hugeBody = (bytes = 5 * 1024 * 1024): Behavior => answer('x'.repeat(bytes));

/** One behavior after the other; the last one is repeated. */
export const inTurn = (...behaviors: readonly [Behavior, ...Behavior[]]): Behavior => {
  let at = 0;
  return (request, response) => {
    const current = behaviors[Math.min(at, behaviors.length - 1)] ?? behaviors[0];
    at += 1;
    return current(request, response);
  };
};

import { CallError } from './call-error.js';

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly retryAfterMs: number | null;
}

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});

const textOf = (value: unknown, fallback: string): string => (typeof value === 'string' ? value : fallback);

/** An error as the API words it, in `errors` of GraphQL or in `error` of the other routes. */
const toldError = (body: Fields, retryAfterMs: number | null): CallError | null => {
  const [first] = Array.isArray(body.errors) ? (body.errors as unknown[]) : [body.error];
  if (typeof first !== 'object' || first === null) return null;
  const told = fieldsOf(first);
  const { code, retryable } = { ...told, ...fieldsOf(told.extensions) } as Fields;
  const message = textOf(told.message, 'The server refused without saying why.');
  return new CallError(textOf(code, 'INTERNAL_SERVER_ERROR'), message, { retryable: retryable === true, retryAfterMs });
};

const strange = ({ status, text }: Answer, { origin }: URL): CallError => {
  const begin = text.trim().replace(/\s+/g, ' ').slice(0, 60);
  const what = begin === '' ? 'nothing' : `"${begin}"`;
  const message = `${origin} answered ${status} with ${what} and not as Debrief does. Is this Debrief's address? Name it with --url.`;
  return new CallError('UNAVAILABLE', message, { retryable: status >= 500 });
};

const asJson = (answer: Answer, target: URL): unknown => {
  try {
    return JSON.parse(answer.text);
  } catch {
    throw strange(answer, target);
  }
};

/**
 * The fields of a JSON answer, one of which carries what was asked for.
 * @throws CallError what the server says, or UNAVAILABLE for an answer that is none of Debrief's
 */
export const readAnswer = (answer: Answer, target: URL, field: 'data' | 'upload'): Fields => {
  const body = fieldsOf(asJson(answer, target));
  const told = toldError(body, answer.retryAfterMs);
  if (told) throw told;
  const wanted = body[field];
  if (typeof wanted !== 'object' || wanted === null) throw strange(answer, target);
  return body;
};

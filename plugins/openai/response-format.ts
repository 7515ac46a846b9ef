import type { JsonSchema, ModelMessage } from 'debrief/plugin-api';
import { APIError } from 'openai';
import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';

/** How the form of the answer is asked for, strictest first. `text` asks in words only. */
export type Format = 'json_schema' | 'json_object' | 'text';

const NEXT: Readonly<Record<Format, Format | null>> = { json_schema: 'json_object', json_object: 'text', text: null };

/** The next thing to try where an endpoint lacks this one. */
export const stepDown = (format: Format): Format | null => NEXT[format];

type ResponseFormat = NonNullable<ChatCompletionCreateParamsNonStreaming['response_format']>;

export const responseFormat = (format: Format, schema: JsonSchema | null): ResponseFormat | null => {
  if (format === 'text') return null;
  if (format === 'json_object' || schema === null) return { type: 'json_object' };
  return { type: 'json_schema', json_schema: { name: 'scorecard', strict: true, schema: { ...schema } } };
};

/** Some endpoints take the JSON mode only where the word JSON stands in the messages. */
const inWords = (schema: JsonSchema): string =>
  `Answer with one JSON document and nothing else: no text around it, no code fence. It must fit this JSON Schema:\n${JSON.stringify(schema)}`;

/** The messages with the schema written into the instructions, for formats that do not carry it. */
export const messagesWithSchema = (messages: readonly ModelMessage[], schema: JsonSchema): readonly ModelMessage[] => {
  const at = messages.findIndex(({ role }) => role === 'system');
  if (at === -1) return [{ role: 'system', content: inWords(schema) }, ...messages];
  return messages.map((message, index) =>
    index === at ? { ...message, content: `${message.content}\n\n${inWords(schema)}` } : message,
  );
};

/** Seen from services, gateways and local servers; each words it in its own way. */
const ABOUT_FORMAT =
  /response.?format|json.?schema|json.?(?:mode|object)|structured.?output|guided|grammar|requested parameters|invalid schema/i;
const STATUSES = new Set([400, 404, 415, 422, 501]);

/** Whether an endpoint says that it does not know the format asked for. 501 says so in a word. */
export const refusesFormat = (error: unknown): boolean => {
  if (!(error instanceof APIError) || !STATUSES.has(error.status as number)) return false;
  if (error.code === 'model_not_found') return false;
  if (error.status === 501 || error.param?.startsWith('response_format') === true) return true;
  // A whole page or an echo of the request would mention everything.
  return ABOUT_FORMAT.test(error.message.slice(0, 1_000));
};

/** Whether an answer shows that the endpoint passed over the format: no JSON object, or one without what it must have. */
export const ignoresFormat = (content: string, schema: JsonSchema): boolean => {
  try {
    const document: unknown = JSON.parse(content);
    const required = Array.isArray(schema.required) ? (schema.required as string[]) : [];
    return typeof document !== 'object' || document === null || required.some((name) => !Object.hasOwn(document, name));
  } catch {
    return true;
  }
};

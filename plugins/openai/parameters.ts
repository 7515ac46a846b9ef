import type { JsonSchema, ModelMessage, ModelRequest } from 'debrief/plugin-api';
import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';
import { strictSchema } from './strict-schema.js';
import type { Format, OptionalParameter, UnsupportedFeatures } from './unsupported-features.js';

const optionalFor = (
  request: ModelRequest,
  refused: ReadonlySet<OptionalParameter>,
  most: number | null,
): Readonly<Record<string, number>> => ({
  ...(refused.has('temperature') ? {} : { temperature: request.temperature }),
  ...(refused.has('seed') || request.seed === null ? {} : { seed: request.seed }),
  // Older endpoints know the limit only by its former name.
  [refused.has('max_completion_tokens') ? 'max_tokens' : 'max_completion_tokens']: Math.min(
    request.maxOutputTokens,
    most ?? Infinity,
  ),
});

type ResponseFormat = NonNullable<ChatCompletionCreateParamsNonStreaming['response_format']>;

const responseFormat = (format: Format, schema: JsonSchema | null): ResponseFormat | null => {
  if (format === 'text') return null;
  if (format === 'json_object' || schema === null) return { type: 'json_object' };
  return { type: 'json_schema', json_schema: { name: 'scorecard', strict: true, schema: { ...schema } } };
};

/** Some endpoints accept the JSON mode only if the messages contain the word JSON. */
const inWords = (schema: JsonSchema): string =>
  `Answer with one JSON document and nothing else: no text around it, no code fence. It must fit this JSON Schema:\n${JSON.stringify(schema)}`;

/** The messages with the schema in the instructions, for formats that do not carry it. */
const messagesWithSchema = (messages: readonly ModelMessage[], schema: JsonSchema): readonly ModelMessage[] => {
  const at = messages.findIndex(({ role }) => role === 'system');
  if (at === -1) return [{ role: 'system', content: inWords(schema) }, ...messages];
  return messages.map((message, index) =>
    index === at ? { ...message, content: `${message.content}\n\n${inWords(schema)}` } : message,
  );
};

/** Body of a call, without the features that the model does not support. */
export const parametersFor = (
  request: ModelRequest,
  { format, without, maxOutputTokens }: UnsupportedFeatures,
): ChatCompletionCreateParamsNonStreaming => {
  const strict = format === 'json_schema' ? strictSchema(request.responseSchema) : null;
  const messages = strict === null ? messagesWithSchema(request.messages, request.responseSchema) : request.messages;
  const asked = responseFormat(format, strict);
  return {
    ...optionalFor(request, without, maxOutputTokens),
    model: request.model,
    messages: messages.map(({ role, content }) => ({ role, content })),
    ...(asked === null ? {} : { response_format: asked }),
  };
};

import type { ModelRequest } from 'debrief/plugin-api';
import { APIError } from 'openai';
import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';
import { OPTIONAL_PARAMETERS, type UnsupportedFeatures, type OptionalParameter } from './unsupported-features.js';
import { messagesWithSchema, responseFormat } from './response-format.js';
import { strictSchema } from './strict-schema.js';

const optionalFor = (
  request: ModelRequest,
  refused: ReadonlySet<OptionalParameter>,
): Readonly<Record<string, number>> => ({
  ...(refused.has('temperature') ? {} : { temperature: request.temperature }),
  ...(refused.has('seed') || request.seed === null ? {} : { seed: request.seed }),
  // Older endpoints know the limit by its former name only.
  [refused.has('max_completion_tokens') ? 'max_tokens' : 'max_completion_tokens']: request.maxOutputTokens,
});

/** Body of the call, without what this model was found to lack. */
export const parametersFor = (
  request: ModelRequest,
  { format, without }: UnsupportedFeatures,
): ChatCompletionCreateParamsNonStreaming => {
  const strict = format === 'json_schema' ? strictSchema(request.responseSchema) : null;
  const messages = strict === null ? messagesWithSchema(request.messages, request.responseSchema) : request.messages;
  const form = responseFormat(format, strict);
  return {
    ...optionalFor(request, without),
    model: request.model,
    messages: messages.map(({ role, content }) => ({ role, content })),
    ...(form === null ? {} : { response_format: form }),
  };
};

/** Which optional parameter a refusal is about, or null where it is about something else. */
export const refusedParameter = (error: unknown): OptionalParameter | null => {
  if (!(error instanceof APIError) || (error.status !== 400 && error.status !== 422)) return null;
  const named = OPTIONAL_PARAMETERS.find((name) => error.param === name);
  return named ?? (error.param ? null : (OPTIONAL_PARAMETERS.find((name) => error.message.includes(name)) ?? null));
};

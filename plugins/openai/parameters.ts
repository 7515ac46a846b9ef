import type { ModelRequest } from 'debrief/plugin-api';
import { APIError } from 'openai';
import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';

/** What some models and endpoints refuse and the call can do without. */
const OPTIONAL = ['temperature', 'seed', 'max_completion_tokens'] as const;

export type OptionalParameter = (typeof OPTIONAL)[number];

const optionalFor = (
  request: ModelRequest,
  refused: ReadonlySet<OptionalParameter>,
): Readonly<Record<string, number>> => ({
  ...(refused.has('temperature') ? {} : { temperature: request.temperature }),
  ...(refused.has('seed') || request.seed === null ? {} : { seed: request.seed }),
  // Older endpoints know the limit by its former name only.
  [refused.has('max_completion_tokens') ? 'max_tokens' : 'max_completion_tokens']: request.maxOutputTokens,
});

/** Body of the call, without the parameters that this model has refused before. */
export const parametersFor = (
  request: ModelRequest,
  refused: ReadonlySet<OptionalParameter>,
): ChatCompletionCreateParamsNonStreaming => ({
  ...optionalFor(request, refused),
  model: request.model,
  messages: request.messages.map(({ role, content }) => ({ role, content })),
  response_format: {
    type: 'json_schema',
    json_schema: { name: 'scorecard', strict: true, schema: { ...request.responseSchema } },
  },
});

/** Which optional parameter a 400 is about, or null where it is about something else. */
export const refusedParameter = (error: unknown): OptionalParameter | null => {
  if (!(error instanceof APIError) || error.status !== 400) return null;
  const named = OPTIONAL.find((name) => error.param === name);
  return named ?? (error.param ? null : (OPTIONAL.find((name) => error.message.includes(name)) ?? null));
};

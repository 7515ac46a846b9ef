import type { JsonSchema, ModelAnswer, ModelRequest } from 'debrief/plugin-api';
import { APIError } from 'openai';
import { outputLimitIn, roomIn } from './named-limit.js';
import { filteredAnswer } from './read-answer.js';

/** How JSON is asked for, strictest first. `text` asks in the instructions only. */
export type Format = 'json_schema' | 'json_object' | 'text';

/** Parameters that some models and endpoints refuse, and that a call can do without. */
const OPTIONAL_PARAMETERS = ['temperature', 'seed', 'max_completion_tokens'] as const;

export type OptionalParameter = (typeof OPTIONAL_PARAMETERS)[number];

/** What a model behind an endpoint does not support, as far as its answers have shown. */
export interface UnsupportedFeatures {
  /** The strictest format that is still asked for. */
  readonly format: Format;
  /** Parameters that are left out. */
  readonly without: ReadonlySet<OptionalParameter>;
  /** The most tokens that the model answers with, as a refusal named them; null where none did. */
  readonly maxOutputTokens: number | null;
}

const NEXT: Readonly<Record<Format, Format | null>> = { json_schema: 'json_object', json_object: 'text', text: null };

/** Which optional parameter a refusal is about, or null if it is about something else. */
const refusedParameter = (error: unknown): OptionalParameter | null => {
  if (!(error instanceof APIError) || (error.status !== 400 && error.status !== 422)) return null;
  const named = OPTIONAL_PARAMETERS.find((name) => error.param === name);
  return named ?? (error.param ? null : (OPTIONAL_PARAMETERS.find((name) => error.message.includes(name)) ?? null));
};

/** Words seen in refusals of services, gateways and local servers. */
const ABOUT_FORMAT =
  /response.?format|json.?schema|json.?(?:mode|object)|structured.?output|guided|grammar|requested parameters|invalid schema/i;
const STATUSES = new Set([400, 404, 415, 422, 501]);

/** Whether an endpoint refuses the format asked for. Status 501 alone says so. */
const refusesFormat = (error: unknown): boolean => {
  if (!(error instanceof APIError) || !STATUSES.has(error.status as number)) return false;
  if (error.code === 'model_not_found') return false;
  if (error.status === 501 || error.param?.startsWith('response_format') === true) return true;
  // A whole page or an echo of the request would contain every word.
  return ABOUT_FORMAT.test(error.message.slice(0, 1_000));
};

/** The limit of the answer that a refusal names, where it is lower than the known one: each repetition asks for less. */
const withinLimit = (known: UnsupportedFeatures, error: unknown): UnsupportedFeatures | null => {
  if (!(error instanceof APIError) || (error.status !== 400 && error.status !== 422)) return null;
  const limit = outputLimitIn(error.message);
  const isLower = limit !== null && limit > 0 && limit < (known.maxOutputTokens ?? Infinity);
  return isLower ? { ...known, maxOutputTokens: limit } : null;
};

/**
 * The request with as many tokens for the answer as its prompt leaves, where a refusal says how many that are; null where it does not.
 * Of this prompt alone, so it is not remembered.
 */
export const withinRoom = (request: ModelRequest, error: unknown): ModelRequest | null => {
  const room = error instanceof APIError && error.status === 400 ? roomIn(error.message) : null;
  return room !== null && room < request.maxOutputTokens ? { ...request, maxOutputTokens: room } : null;
};

/** What to leave out after a refusal, or null if the refusal is about something else. */
export const afterRefusal = (known: UnsupportedFeatures, error: unknown): UnsupportedFeatures | null => {
  if (filteredAnswer(error, '') !== null) return null;
  const limited = withinLimit(known, error);
  if (limited !== null) return limited;
  const parameter = refusedParameter(error);
  if (parameter !== null && !known.without.has(parameter)) {
    return { ...known, without: new Set([...known.without, parameter]) };
  }
  const format = refusesFormat(error) ? NEXT[known.format] : null;
  return format === null ? null : { ...known, format };
};

/** Whether an answer shows that the endpoint ignored the format: it is no JSON object, or lacks required properties. */
const ignoresFormat = (content: string, schema: JsonSchema): boolean => {
  try {
    const document: unknown = JSON.parse(content);
    const required = Array.isArray(schema.required) ? (schema.required as string[]) : [];
    return typeof document !== 'object' || document === null || required.some((name) => !Object.hasOwn(document, name));
  } catch {
    // Not JSON: that is the answer to the question.
    return true;
  }
};

/** An answer in another format than asked for is used all the same, but the next call asks for a less strict one. */
export const afterAnswer = (
  known: UnsupportedFeatures,
  { content, finishReason, refusal }: ModelAnswer,
  request: ModelRequest,
): UnsupportedFeatures => {
  const ignored = finishReason === 'STOP' && refusal === null && ignoresFormat(content, request.responseSchema);
  return { ...known, format: (ignored ? NEXT[known.format] : null) ?? known.format };
};

export interface FeatureCache {
  get(model: string): UnsupportedFeatures;
  set(model: string, features: UnsupportedFeatures): void;
}

/** Names of models come from users: the cache is bounded. */
const MAX_MODELS = 500;
/** Endpoints are upgraded: after this time all features are tried again. */
const TTL_MS = 60 * 60_000;

const ALL_SUPPORTED: UnsupportedFeatures = { format: 'json_schema', without: new Set(), maxOutputTokens: null };

/** The unsupported features by model of one endpoint. An entry expires an hour after it was created, whether or not it was updated since. */
export const openFeatureCache = (now: () => number = () => performance.now()): FeatureCache => {
  const entries = new Map<string, { readonly features: UnsupportedFeatures; readonly expiresAt: number }>();
  return {
    get: (model) => {
      const found = entries.get(model);
      return found && found.expiresAt > now() ? found.features : ALL_SUPPORTED;
    },
    set: (model, features) => {
      const found = entries.get(model);
      const expiresAt = found && found.expiresAt > now() ? found.expiresAt : now() + TTL_MS;
      if (!found && entries.size >= MAX_MODELS) entries.delete(entries.keys().next().value ?? '');
      entries.set(model, { features, expiresAt });
    },
  };
};

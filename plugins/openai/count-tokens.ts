import { createRequire } from 'node:module';
import type { GptEncoding } from 'gpt-tokenizer/GptEncoding';

type EncodingName = 'o200k_base' | 'cl100k_base';

/** Families of models whose encoding is published, including their dated names. The name must end after the family or continue with a dash or a dot: others may begin alike. */
const ENCODINGS: readonly (readonly [EncodingName, RegExp])[] = [
  ['o200k_base', /^(?:(?:chatgpt|gpt)-4o|gpt-4\.[15]|gpt-5|o[134])(?:[-.]|$)/],
  ['cl100k_base', /^(?:gpt-4|gpt-3\.5-turbo)(?:-|$)/],
];

/** `ft:gpt-4o-mini:acme::id` is read as its base. */
const baseOf = (model: string): string => (model.startsWith('ft:') ? (model.split(':')[1] ?? '') : model);

const encodingOf = (model: string): EncodingName | null =>
  ENCODINGS.find(([, family]) => family.test(baseOf(model)))?.[0] ?? null;

const require = createRequire(import.meta.url);
const loaded = new Map<EncodingName, GptEncoding>();

/** A vocabulary takes about 0.3 s and 75 MB per process, so it is loaded at its first use; synchronously, so that every count is exact. */
const load = (name: EncodingName): GptEncoding => {
  const { default: encoding } = require(`gpt-tokenizer/encoding/${name}`) as { readonly default: GptEncoding };
  loaded.set(name, encoding);
  return encoding;
};

/** Merging takes the square of the length of an unbroken word: a second for 32,000 letters in a row. */
const MAX_PIECE = 256;

/** The text in pieces that end before a space if there is one: tokens end there anyway. */
function* piecesOf(text: string): Generator<string> {
  let from = 0;
  while (from < text.length) {
    const limit = from + MAX_PIECE;
    const space = limit < text.length ? text.lastIndexOf(' ', limit) : -1;
    const end = space > from ? space : limit;
    yield text.slice(from, end);
    from = end;
  }
}

/** Control tokens in a transcript are counted as text, so that no transcript can make the count fail. */
const AS_TEXT = { allowedSpecial: new Set<string>(), disallowedSpecial: new Set<string>() };

/**
 * Tokens of a text by the published encoding of a model; null for models whose encoding is not known by their name. Exact
 * but for words of more than 256 characters, and for runs of spaces in long texts, where it may be off by one each.
 */
export const countTokens = (model: string, text: string): number | null => {
  const name = encodingOf(model);
  if (name === null) return null;
  const encoding = loaded.get(name) ?? load(name);
  let tokens = 0;
  for (const piece of piecesOf(text)) tokens += encoding.countTokens(piece, AS_TEXT);
  return tokens;
};

/** Pieces that look like a document and are none; more of them are no answer. */
const MAX_ATTEMPTS = 1_000;

/** An object, or a list of objects: not `{...}`, `[turn 3]` or `[3]`, as prose and thoughts have them. */
const BEGIN = /\{\s*["}]|\[\s*\{/g;

const QUOTE = 34;
const BACKSLASH = 92;

const isOpening = (code: number): boolean => code === 123 || code === 91;
const isClosing = (code: number): boolean => code === 125 || code === 93;

/** End of the string that begins at `from`; the end of the text if it has none. */
const endOfString = (text: string, from: number): number => {
  for (let at = from + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at += 1;
    else if (code === QUOTE) return at;
  }
  return text.length;
};

/** Where the brackets that open at `from` are closed, exclusive; -1 if they never are. */
const endOfBrackets = (text: string, from: number): number => {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (isOpening(code)) depth += 1;
    else if (isClosing(code)) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
};

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // Not JSON: that is the answer to the question.
    return false;
  }
};

/** The whole JSON document in a text; null where there is none, more than one, or one that is cut off. */
const onlyDocument = (text: string): string | null => {
  const begin = new RegExp(BEGIN);
  let found: string | null = null;
  for (let attempts = 0; attempts < MAX_ATTEMPTS; attempts += 1) {
    const from = begin.exec(text)?.index;
    if (from === undefined) return found;
    const end = endOfBrackets(text, from);
    // What is whole inside of a document that is cut off is a part of it.
    if (end < 0) return null;
    if (isJson(text.slice(from, end))) {
      if (found !== null) return null;
      found = text.slice(from, end);
    }
    begin.lastIndex = end;
  }
  return null;
};

const END_OF_THOUGHTS = /<\/(?:think(?:ing)?|thoughts?|reasoning|reflection|scratchpad)>/i;

/** Thoughts hold brackets that are never closed, and drafts. Behind their first mark of an end is the answer, which may quote one. */
const behindThoughts = (text: string): string => {
  const end = END_OF_THOUGHTS.exec(text);
  return end ? text.slice(end.index + end[0].length) : '';
};

/**
 * The one whole JSON document in what a model wrote: by itself, in a code fence of any kind, in tags, behind its thoughts, or
 * between sentences. The text as it is where there is none, or more than one: which of two is meant is never guessed.
 */
export const findDocument = (content: string): string => {
  const text = content.replace(/^[\s\u200B\uFEFF]+|[\s\u200B\uFEFF]+$/g, '');
  if (isJson(text)) return text;
  return onlyDocument(text) ?? onlyDocument(behindThoughts(text)) ?? text;
};

/** What a UTF-16 code unit is to words. */
const [BREAK, WORD, INSIDE] = [0, 1, 2];

const APOSTROPHES = [0x27, 0x2019];
const BACKSLASH = 0x5c;
const LOWER_U = 0x75;

/** Characters that the normalizer removes without a trace: they neither begin nor end a word. */
const REMOVED = /\p{Cf}|\p{Variation_Selector}/gu;

/** The class of each code unit. Characters outside of the Basic Multilingual Plane break words. */
const classes: Uint8Array = (() => {
  const table = new Uint8Array(0x10000);
  const all = String.fromCharCode(...Array.from({ length: 0xd800 }, (_, code) => code));
  const rest = String.fromCharCode(...Array.from({ length: 0x2000 }, (_, at) => 0xe000 + at));
  for (const [text, first] of [
    [all, 0],
    [rest, 0xe000],
  ] as const) {
    for (const { index, 0: run } of text.matchAll(/[\p{L}\p{N}\p{M}]+/gu))
      table.fill(WORD, first + index, first + index + run.length);
    for (const { index } of text.matchAll(REMOVED)) table[first + index] = INSIDE;
  }
  for (const code of APOSTROPHES) table[code] = INSIDE;
  return table;
})();

/** Whether a code unit is part of a word: a letter, a mark or a digit. */
export const isWordUnit = (code: number): boolean => classes[code] === WORD;

/** The class of the character that a JSON escape stands for; `at` is the position of its letter. */
const escapedClass = (text: string, at: number): number => {
  if (text.charCodeAt(at) !== LOWER_U) return BREAK;
  return classes[Number.parseInt(text.slice(at + 1, at + 5), 16)] ?? BREAK;
};

/** As `countWords`, of the source of a JSON string: `\n` breaks a word, `\u00e9` is a letter of it. */
const countEscapedWords = (text: string, from: number, to: number): number => {
  let [words, inside] = [0, false];
  for (let at = from; at < to; at += 1) {
    let kind = classes[text.charCodeAt(at)];
    if (text.charCodeAt(at) === BACKSLASH) {
      kind = escapedClass(text, at + 1);
      at += text.charCodeAt(at + 1) === LOWER_U ? 5 : 1;
    }
    if (kind === INSIDE) continue;
    if (kind === WORD && !inside) words += 1;
    inside = kind === WORD;
  }
  return words;
};

/**
 * Words of a part of a text: runs of letters, marks and digits, over apostrophes. Nothing is allocated: it runs over every character of
 * every file.
 * @param escaped whether the part is the source of a JSON string
 */
export const countWords = (text: string, from = 0, to = text.length, escaped = false): number => {
  let [words, before] = [0, BREAK];
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (escaped && code === BACKSLASH) return countEscapedWords(text, from, to);
    const kind = classes[code] ?? BREAK;
    if (kind === INSIDE) continue;
    words += kind & ~before;
    before = kind;
  }
  return words;
};

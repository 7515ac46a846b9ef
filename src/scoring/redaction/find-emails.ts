import type { SensitiveSpan } from './mask-text.js';

const WRITTEN =
  /[\p{L}\p{N}][\p{L}\p{N}._%+'-]{0,63} {0,1}@ {0,1}[\p{L}\p{N}][\p{L}\p{N}-]{0,62}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/gu;

const WORD = /[\p{L}\p{N}]+|[._+@-]/gu;
const AT = new Set(['at', 'ät', 'arobase', 'arroba', 'chiocciola', '@']);
const DOT = new Set(['dot', 'punkt', 'point', 'punto', 'ponto', '.']);
const JOINT = new Set([
  ...DOT,
  'underscore',
  'dash',
  'hyphen',
  'minus',
  'plus',
  'tiret',
  'guion',
  'bindestrich',
  '_',
  '-',
  '+',
]);
const SPELLED = /^(?:[\p{L}\p{N}]|[0-9]+|zero|one|two|three|four|five|six|seven|eight|nine)$/iu;
const TOP_LEVELS =
  'com|org|net|io|co|ai|app|dev|edu|gov|info|biz|eu|uk|de|fr|es|it|nl|at|ch|be|pl|pt|ie|in|us|ca|au|jp|cn|br|mx|se|no|dk|fi|test|example|invalid';
const TOP_LEVEL = new RegExp(`^(?:${TOP_LEVELS})$`, 'i');
const MAX_WORDS = 24;

interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Words may have spaces or brackets between them, nothing else: "john (at) example (dot) com". */
const GAP = /^[ \u00a0]?[([{<]?[ \u00a0]?$|^[)\]}>]?[ \u00a0]?[([{<]?$|^$/;

const joined = (text: string, left: Word | undefined, right: Word | undefined): boolean =>
  left !== undefined &&
  right !== undefined &&
  right.start - left.end <= 3 &&
  GAP.test(text.slice(left.end, right.start));

const isJoint = (word: Word | undefined): boolean => word !== undefined && JOINT.has(word.text.toLowerCase());

/** The first word of the part before "at": back over joints, and over letters and digits that are spelled. */
const localStart = (text: string, words: readonly Word[], at: number): number | null => {
  let first = at - 1;
  if (!joined(text, words[first], words[at]) || isJoint(words[first])) return null;
  while (at - first < MAX_WORDS && joined(text, words[first - 1], words[first])) {
    const before = words[first - 1];
    if (isJoint(before) && first >= 2 && !isJoint(words[first - 2]) && joined(text, words[first - 2], before))
      first -= 2;
    else if (SPELLED.test(before?.text ?? '') && !isJoint(before)) first -= 1;
    else break;
  }
  return first;
};

/** The last word of the part after "at": over dots to a top-level domain. */
const domainEnd = (text: string, words: readonly Word[], at: number): number | null => {
  let end: number | null = null;
  for (let i = at + 1; i < words.length && i - at < MAX_WORDS; i += 1) {
    const word = words[i];
    if (!word || !joined(text, words[i - 1], word)) break;
    const afterDot = DOT.has(words[i - 1]?.text.toLowerCase() ?? '');
    if (afterDot && TOP_LEVEL.test(word.text)) end = i;
    const next = words[i + 1]?.text.toLowerCase() ?? '';
    const goesOn = isJoint(word) || JOINT.has(next) || SPELLED.test(word.text) || i === at + 1;
    if (!goesOn) break;
  }
  return end;
};

/** Every spoken address has one of these; most texts have none. */
const SAYS_AT = /@|\bat\b|ät|arobase|arroba|chiocciola/iu;

/** A dot followed by a top-level domain, with the gaps that `joined` allows. */
const NAMES_DOMAIN = new RegExp(
  `(?:${[...DOT].map((dot) => (dot === '.' ? String.raw`\.` : dot)).join('|')})[ \\u00a0()[\\]{}<>]{0,3}(?:${TOP_LEVELS})(?![\\p{L}\\p{N}])`,
  'iu',
);

const findSpoken = (text: string): SensitiveSpan[] => {
  if (!SAYS_AT.test(text) || !NAMES_DOMAIN.test(text)) return [];
  const words = Array.from(text.matchAll(WORD), ({ 0: word, index }) => ({
    text: word,
    start: index,
    end: index + word.length,
  }));
  return words.flatMap((word, at) => {
    if (!AT.has(word.text.toLowerCase())) return [];
    const first = localStart(text, words, at);
    const last = first === null ? null : domainEnd(text, words, at);
    if (first === null || last === null) return [];
    return [{ kind: 'EMAIL' as const, start: words[first]?.start ?? 0, end: words[last]?.end ?? 0 }];
  });
};

/** E-mail addresses, written or said ("john dot doe at example dot com"). Linear time. */
export const findEmails = (text: string): SensitiveSpan[] => [
  ...Array.from(text.includes('@') ? text.matchAll(WRITTEN) : [], ({ 0: found, index }) => ({
    kind: 'EMAIL' as const,
    start: index,
    end: index + found.length,
  })),
  ...findSpoken(text),
];

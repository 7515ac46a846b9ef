import { cleanUnicode } from 'debrief/plugin-api/text';

const MAX_LABEL = 60;
const MAX_WORDS = 7;
/** Of a label that its position proves, with company and title behind the name. */
const MAX_LONG_LABEL = 160;
const MAX_LONG_WORDS = 24;

/** Words of English sentences that no name and no role label contains. */
const SENTENCE_WORDS =
  /(?:^|\s)(?:the|is|are|was|were|that|this|these|those|to|for|with|from|so|but|because|you|your|i|i'm|i'll|we|we're|it|it's|my|our|what|when|how|here's|there's|have|has|do|does|can|will|would|at|if|then|as|be)(?=\s|$)/i;

/** Labels that name a side or a numbered speaker; they are trusted without repetition. */
export const KNOWN_LABEL =
  /^(?:(?:sales\s)?(?:rep|agent|representative|advisor|person)|salesperson|seller|ae|sdr|bdr|account (?:executive|manager)|customer|prospect|client|buyer|caller|lead|(?:unknown\s)?speaker|participant|host|guest|spk)(?:[\s_-]{0,2}[a-z\d]{1,3})?$/i;

export const FULL_NAME = /^\p{Lu}[\p{L}'’.-]*(?:,?\s\p{Lu}[\p{L}'’.-]*){1,3}(?:\s?[([|].{1,40})?$/u;
export const NAME_SHAPE = /^\p{Lu}[\p{L}\p{N}'’._-]*(?:,?\s[\p{Lu}\p{N}][\p{L}\p{N}'’._-]*){0,3}(?:\s?[([|].{1,40})?$/u;

const outsideBrackets = (label: string): string => label.replace(/[([][^()[\]]*[)\]]?/g, ' ').trim();

/**
 * The same key for all spellings of a label that differ in case, blanks, hidden characters or what follows the name (`Sam | Nimbus`, `Sam
 * (Guest)`).
 */
export function labelKey(label: string): string {
  const folded = cleanUnicode(label).normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase();
  const name = folded.replace(/ ?(?:[|(]| @ | \[).*$/, '');
  return name === '' ? folded : name;
}

const hasSentencePunctuation = (label: string): boolean =>
  /[?!;=<>{}"“”\\]|:\/\//.test(label) || /\p{L}{4,}\.(?:\s|$)/u.test(label) || (label.match(/,/g) ?? []).length > 1;

/** Parts of documents, and works by their year: `Section 2`, `Lee (2020)`. */
const NUMBERED_PART =
  /^(?:section|step|chapter|article|part|figure|fig|table|phase|day|week|month|option|item|page|line|task|level|round|scene|act|appendix|slide|lesson|rule|case|test|exercise|unit|module|stage|tip|point|reason|version|v)[\s_.#-]{0,2}\d{1,4}\b|\((?:19|20)\d\d[a-z]?\)$/i;

/**
 * Whether the words before a colon could be a label at all, whatever they look like: `Will`, `Ruben Castellan, Head of IT`. Whether
 * they are one is decided over the whole file, by `decideLabels`.
 */
export function isPossibleLabel(label: string): boolean {
  if (label.length === 0 || label.length > MAX_LONG_LABEL || !/\p{L}/u.test(label)) return false;
  return !/[<>{}]|:\/\//.test(label) && label.split(/\s+/).length <= MAX_LONG_WORDS;
}

/** Whether a label has the shape of a name or a side, and not of a part of a sentence or a document. */
export function isPlausibleLabel(label: string): boolean {
  if (label.length === 0 || label.length > MAX_LABEL || !/\p{L}/u.test(label)) return false;
  if (label.split(/\s+/).length > MAX_WORDS || hasSentencePunctuation(label) || NUMBERED_PART.test(label)) return false;
  const bare = outsideBrackets(label);
  return bare !== '' && !SENTENCE_WORDS.test(bare) && !/,\s*\p{Ll}/u.test(bare);
}

export interface LabelSplit {
  readonly label: string;
  /** Where the speech starts within the line. */
  readonly textAt: number;
}

const isDigit = (character: string | undefined): boolean =>
  character !== undefined && character >= '0' && character <= '9';

/** Position of the first colon that is not part of a clock, within the reach of a label; -1 if there is none. */
export function labelColon(line: string, reach = MAX_LONG_LABEL + 40): number {
  for (let at = 0; at < Math.min(line.length, reach); at += 1) {
    const character = line[at];
    if (character !== ':' && character !== '：') continue;
    if (!(isDigit(line[at - 1]) && isDigit(line[at + 1]))) return at;
  }
  return -1;
}

/** True if what follows a label's colon can be speech: the end of the line, a blank, or directly a letter; never `//` or a digit. */
export const canFollowColon = (line: string, colon: number): boolean =>
  line[colon] === '：' || /^(?:$|[\s*_"'“(\p{L}])/u.test(line.slice(colon + 1, colon + 3));

/** Removes what captions put around a label: `>> `, `- `, and brackets around the whole. */
export function bareLabel(label: string): string {
  const trimmed = label.replace(/^[\s>•*_-]+/, '').replace(/[\s*_|]+$/, '');
  return /^[[(]([^[\]()]+)[\])]$/.exec(trimmed)?.[1]?.trim() ?? trimmed;
}

const BRACKETED = /^([[(][^[\]()]{1,40}[\])])\s{1,8}(?=\S)/;

/** `[NAME] text` and `(speaker 1) text`, the label with its brackets, so that only its position can prove it. */
export function splitBracketed(line: string): LabelSplit | null {
  const first = line.charCodeAt(0);
  if (first !== 91 && first !== 40) return null;
  const found = BRACKETED.exec(line.slice(0, 60));
  const label = found?.[1];
  return label !== undefined && /\p{L}/u.test(label) && !/\d:\d/.test(label)
    ? { label, textAt: found?.[0].length ?? 0 }
    : null;
}

/** Splits `Name: text` at its first colon, or `[Name] text` behind the bracket; null if what precedes cannot be a label. */
export function splitLabel(line: string): LabelSplit | null {
  const bracketed = splitBracketed(line);
  if (bracketed) return bracketed;
  const colon = labelColon(line);
  if (colon < 1 || !canFollowColon(line, colon)) return null;
  const label = bareLabel(line.slice(0, colon));
  if (!isPossibleLabel(label)) return null;
  const gap = /^[*_]{0,3}\s{0,20}/.exec(line.slice(colon + 1, colon + 25))?.[0].length ?? 0;
  return { label, textAt: colon + 1 + gap };
}

/**
 * How many of the labels beside a time name somebody: those that are shaped like a name, and where there are such ones, those
 * that repeat.
 */
export function countNamed(labels: readonly (string | null)[]): number {
  const counts = new Map<string, number>();
  for (const label of labels) if (label !== null) counts.set(label, (counts.get(label) ?? 0) + 1);
  const shaped = [...counts].filter(([label]) => looksLikeSpeaker(label));
  const repeated = shaped.length === 0 ? [] : [...counts].filter(([label, n]) => n >= 2 && !looksLikeSpeaker(label));
  return [...shaped, ...repeated].reduce((sum, [, n]) => sum + n, 0);
}

/** Whether a label is shaped like a name or is one of the known words, rather than a key such as `retries`. */
export const looksLikeSpeaker = (label: string): boolean => KNOWN_LABEL.test(label) || NAME_SHAPE.test(label);

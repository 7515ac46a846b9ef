import { cleanUnicode } from 'debrief/plugin-api/text';
import { NON_SPEAKER_LABELS } from './non-speaker-labels.js';

const MAX_LABEL = 60;
const MAX_WORDS = 7;

/** Words of English sentences that no name and no role label contains. */
const SENTENCE_WORDS =
  /(?:^|\s)(?:the|is|are|was|were|that|this|these|those|to|for|with|from|so|but|because|you|your|i|i'm|i'll|we|we're|it|it's|my|our|what|when|how|here's|there's|have|has|do|does|can|will|would|at|if|then|as|be)(?=\s|$)/i;

/** Labels that name a side or a numbered speaker; they are trusted without repetition. */
const KNOWN_LABEL =
  /^(?:(?:sales\s)?(?:rep|agent|representative|advisor|person)|salesperson|seller|ae|sdr|bdr|account (?:executive|manager)|customer|prospect|client|buyer|caller|lead|(?:unknown\s)?speaker|participant|host|guest|spk)(?:[\s_-]{0,2}[a-z\d]{1,3})?$/i;

const FULL_NAME = /^\p{Lu}[\p{L}'’.-]*(?:,?\s\p{Lu}[\p{L}'’.-]*){1,3}(?:\s?[([|].{1,40})?$/u;
const NAME_SHAPE = /^\p{Lu}[\p{L}\p{N}'’._-]*(?:,?\s[\p{Lu}\p{N}][\p{L}\p{N}'’._-]*){0,3}(?:\s?[([|].{1,40})?$/u;

const outsideBrackets = (label: string): string => label.replace(/[([][^()[\]]*[)\]]?/g, ' ').trim();

/**
 * The same key for all spellings of a label that differ in case, blanks, hidden characters or what follows the name (`Sam | Nimbus`, `Sam
 * (Guest)`).
 */
export function labelKey(label: string): string {
  const folded = cleanUnicode(label).normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase();
  const name = folded.slice(0, MAX_LABEL).replace(/ ?(?:[|(]| @ | \[).*$/, '');
  return name === '' ? folded : name;
}

const hasSentencePunctuation = (label: string): boolean =>
  /[?!;=<>{}"“”\\]|:\/\//.test(label) || /\p{L}{4,}\.(?:\s|$)/u.test(label) || (label.match(/,/g) ?? []).length > 1;

/** Parts of documents, and works by their year: `Section 2`, `Lee (2020)`. */
const NUMBERED_PART =
  /^(?:section|step|chapter|article|part|figure|fig|table|phase|day|week|month|option|item|page|line|task|level|round|scene|act|appendix|slide|lesson|rule|case|test|exercise|unit|module|stage|tip|point|reason|version|v)[\s_.#-]{0,2}\d{1,4}\b|\((?:19|20)\d\d[a-z]?\)$/i;

/** Whether the words before a colon could name a speaker at all; whether they do is decided over the whole file by `acceptLabels`. */
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
export function labelColon(line: string, reach = MAX_LABEL + 40): number {
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

/** Splits `Name: text` at its first colon; null if what precedes it cannot be a label. */
export function splitLabel(line: string): LabelSplit | null {
  const colon = labelColon(line);
  if (colon < 1 || !canFollowColon(line, colon)) return null;
  const label = bareLabel(line.slice(0, colon));
  if (!isPlausibleLabel(label)) return null;
  const gap = /^[*_]{0,3}\s{0,20}/.exec(line.slice(colon + 1, colon + 25))?.[0].length ?? 0;
  return { label, textAt: colon + 1 + gap };
}

interface LabelCounts {
  readonly counts: ReadonlyMap<string, number>;
  readonly spelling: ReadonlyMap<string, string>;
}

/** Counts the labels that can name speakers, by key. Each spelling is examined once, however often it occurs. */
function countLabels(labels: readonly string[]): LabelCounts {
  const written = new Map<string, number>();
  for (const label of labels) written.set(label, (written.get(label) ?? 0) + 1);
  const counts = new Map<string, number>();
  const spelling = new Map<string, string>();
  for (const [label, count] of written) {
    const key = labelKey(label);
    if (NON_SPEAKER_LABELS.has(key)) continue;
    counts.set(key, (counts.get(key) ?? 0) + count);
    if (!spelling.has(key)) spelling.set(key, label);
  }
  return { counts, spelling };
}

/** Whether speech passes from one accepted label to another at least twice. */
function alternate(labels: readonly string[], accepted: ReadonlySet<string>): boolean {
  let before: string | null = null;
  let changes = 0;
  let last: string | null = null;
  for (const label of labels) {
    if (label === last) continue;
    last = label;
    const key = labelKey(label);
    if (!accepted.has(key)) continue;
    if (before !== null && key !== before) changes += 1;
    if (changes >= 2) return true;
    before = key;
  }
  return false;
}

interface LabelContext {
  /** How many lines or cues could have carried a label. */
  readonly units: number;
  /** Keys of labels that the file itself lists as participants. */
  readonly roster?: ReadonlySet<string>;
  /** True if every label is beside a time, which is evidence of its own. */
  readonly timed?: boolean;
}

/** If the file has a regular pair of labels, a label that occurs once is trusted if it is shaped like a person's name or a known label. */
const isTrustedOnce = (label: string, context: LabelContext): boolean =>
  KNOWN_LABEL.test(label) || FULL_NAME.test(label) || (context.timed === true && NAME_SHAPE.test(label));

/** Files of a few lines give no label the time to repeat: there nearly every line must be labeled, with names. */
function acceptShortFile(counted: LabelCounts, total: number, context: LabelContext): Set<string> {
  const keys = [...counted.counts.keys()];
  const shaped = [...counted.spelling.values()].every(looksLikeSpeaker);
  const known = [...counted.spelling.values()].some((label) => KNOWN_LABEL.test(label) || FULL_NAME.test(label));
  const dense = context.timed === true || (total >= (context.units * 4) / 5 && (known || total <= 12));
  // Four names without a repetition are a list, not a conversation.
  const answers = keys.length <= 3 || keys.length < total || context.timed === true;
  return new Set(keys.length >= 2 && shaped && dense && answers ? keys : []);
}

/**
 * Keys of the labels that name speakers. A label is believed when it repeats and alternates with another one, when the file's own list of
 * participants has it, or when it is a known label; headers and notes (`Date:`, `Outcome:`) never are.
 */
export function acceptLabels(labels: readonly string[], context: LabelContext): Set<string> {
  const counted = countLabels(labels);
  const repeated = [...counted.counts]
    .filter(([key, count]) => count >= 2 || context.roster?.has(key))
    .map(([key]) => key);
  const once = [...counted.spelling].filter(([, label]) => isTrustedOnce(label, context)).map(([key]) => key);
  const believed = new Set([...repeated, ...once]);
  if (repeated.length > 0 && alternate(labels, believed)) return believed;
  const [only] = repeated;
  if (repeated.length === 1 && only !== undefined && isMonologue(only, counted, context)) return believed;
  const total = [...counted.counts.values()].reduce((sum, count) => sum + count, 0);
  return acceptShortFile(counted, total, context);
}

/** Whether a label is shaped like a name or is one of the known words, rather than a key such as `retries`. */
export const looksLikeSpeaker = (label: string): boolean => KNOWN_LABEL.test(label) || NAME_SHAPE.test(label);

function isMonologue(key: string, counted: LabelCounts, context: LabelContext): boolean {
  const count = counted.counts.get(key) ?? 0;
  const label = counted.spelling.get(key) ?? '';
  return KNOWN_LABEL.test(label) || (NAME_SHAPE.test(label) && count >= 3 && count >= context.units * 0.3);
}

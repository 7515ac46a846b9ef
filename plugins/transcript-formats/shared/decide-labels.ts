import { NON_SPEAKER_LABELS } from './non-speaker-labels.js';
import {
  bareLabel,
  FULL_NAME,
  isPlausibleLabel,
  KNOWN_LABEL,
  labelKey,
  looksLikeSpeaker,
  NAME_SHAPE,
} from './speaker-labels.js';

interface LabelCounts {
  readonly counts: ReadonlyMap<string, number>;
  readonly spelling: ReadonlyMap<string, string>;
}

/** Counts labels by key. Each spelling is examined once, however often it occurs. */
function countLabels(labels: readonly string[], isMeant: (label: string, key: string) => boolean): LabelCounts {
  const written = new Map<string, number>();
  for (const label of labels) written.set(label, (written.get(label) ?? 0) + 1);
  const counts = new Map<string, number>();
  const spelling = new Map<string, string>();
  for (const [label, count] of written) {
    const key = labelKey(label);
    if (!isMeant(label, key)) continue;
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

const CAPITALIZED = /^\p{Lu}[\p{L}'’.-]{0,30}(?: \p{Lu}[\p{L}'’.-]{0,30}){1,3}$/u;

interface LabelContext {
  /** How many lines or cues could have carried a label. */
  readonly units: number;
  /** Keys of labels that the file itself lists as participants. */
  readonly roster?: ReadonlySet<string>;
  /** True if every label is beside a time, which is evidence of its own. */
  readonly timed?: boolean;
  /** Labels in the places that prove them, and how many such places there are; all of them unless told. */
  readonly placed?: { readonly labels: readonly string[]; readonly units: number };
  /** True where every turn of the format begins with a full name: two to four capitalized words are a name then. */
  readonly fullNames?: boolean;
  /** True for captions: a cue holds speech, so what opens nearly every cue can only be who speaks. */
  readonly cues?: boolean;
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

/** Keys that are believed for their shape: they repeat and alternate with another one, or the file's own list of people has them. */
function acceptByShape(labels: readonly string[], context: LabelContext): Set<string> {
  const counted = countLabels(labels, (label, key) => {
    const isShaped = isPlausibleLabel(label) || (context.fullNames === true && CAPITALIZED.test(label));
    return isShaped && !NON_SPEAKER_LABELS.has(key);
  });
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

/** Share of the lines or cues that labels must open for their position to prove them. */
const NEARLY_EVERY = 0.8;
/** Above this share, what opens a line once is a label as well. */
const EVERY = 0.95;

/** `[RUBEN]`, `(speaker 1)`, `[S01]`: not `[INFO]`, `[note]` or `[Main]`. */
const BRACKETED_NAME = /^(?:\p{Lu}[\p{Lu}\p{N}\s._'’-]{0,39}|\p{L}{1,7}[\s_-]?\d{1,3})$/u;
const isBracketed = (label: string): boolean => /^[[(]/.test(label);
const canBeBracketed = (label: string): boolean => {
  const bare = bareLabel(label);
  const isName = BRACKETED_NAME.test(bare) || KNOWN_LABEL.test(bare) || FULL_NAME.test(bare);
  return isName && !NON_SPEAKER_LABELS.has(labelKey(bare));
};

/** Whether one of the labels that repeat is shaped like this and names no part of a document. */
const hasShape = ({ counts, spelling }: LabelCounts, isShaped: (label: string) => boolean): boolean =>
  [...spelling].some(
    ([key, label]) => (counts.get(key) ?? 0) >= 2 && !NON_SPEAKER_LABELS.has(key) && isShaped(bareLabel(label)),
  );

/**
 * Whether lines with these labels are speech. A cue holds nothing else. In a text, logs, lists and records have keys in the same
 * position: beside times one label must look like a speaker's, without times like a side or a full name, and few may be
 * keys that documents have.
 */
function isSpeech(counted: LabelCounts, repeated: readonly string[], units: number, context: LabelContext): boolean {
  if (context.cues === true) return true;
  if (context.timed === true) return hasShape(counted, looksLikeSpeaker);
  const keys = repeated.filter((key) => NON_SPEAKER_LABELS.has(key)).length;
  const hasPerson = hasShape(counted, (label) => KNOWN_LABEL.test(label) || FULL_NAME.test(label));
  return hasPerson && keys <= repeated.length / 2 && isConversation(counted, repeated, units);
}

/** Few people say much, and many keys hold a value each. */
const isConversation = ({ counts }: LabelCounts, repeated: readonly string[], units: number): boolean =>
  repeated.length <= Math.max(3, units / 4) && repeated.length >= counts.size / 3;

/**
 * Keys that are believed for their position, whatever they look like: together they open nearly every line or cue, repeat,
 * and speech passes to and fro between them.
 */
function acceptByPosition(all: readonly string[], context: LabelContext): Set<string> {
  const { labels, units } = context.placed ?? { labels: all, units: context.units };
  const counted = countLabels(labels, (label) => !isBracketed(label) || canBeBracketed(label));
  const repeated = [...counted.counts].filter(([, count]) => count >= 2).map(([key]) => key);
  const opened = repeated.reduce((sum, key) => sum + (counted.counts.get(key) ?? 0), 0);
  const proven = opened >= units * NEARLY_EVERY && repeated.length >= 2 && alternate(labels, new Set(repeated));
  if (!proven || !isSpeech(counted, repeated, units, context)) return new Set();
  const once = labels.length >= units * EVERY ? [...counted.spelling] : [];
  const people = once.filter(([key, label]) => !NON_SPEAKER_LABELS.has(key) && NAME_SHAPE.test(label));
  return new Set([...repeated, ...people.map(([key]) => key)]);
}

/**
 * Keys of the labels that name speakers: the one decision for captions, texts and web pages. Position and repetition are
 * the proof; the shape of a name decides where they do not, and there headers and notes (`Date:`, `Outcome:`) are never
 * speakers.
 */
export const decideLabels = (labels: readonly string[], context: LabelContext): Set<string> =>
  new Set([...acceptByShape(labels, context), ...acceptByPosition(labels, context)]);

function isMonologue(key: string, counted: LabelCounts, context: LabelContext): boolean {
  const count = counted.counts.get(key) ?? 0;
  const label = counted.spelling.get(key) ?? '';
  return KNOWN_LABEL.test(label) || (NAME_SHAPE.test(label) && count >= 3 && count >= context.units * 0.3);
}

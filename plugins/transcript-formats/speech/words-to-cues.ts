import type { Cue } from 'debrief/plugin-api';
import { type Fields, meanProbability, spanOver, text, wholeMs } from '../json/json-fields.js';
import type { JsonDocument, Span } from '../json/read-json.js';

/** A word, a mark of punctuation or a whole sentence as a speech engine wrote it. */
export interface SpokenSegment {
  readonly speaker: string | null;
  readonly text: string;
  /** Integer milliseconds, or null if the file does not say (punctuation). */
  readonly startMs: number | null;
  readonly endMs: number | null;
  /** 0 to 1, or null if the file does not say. */
  readonly confidence: number | null;
  readonly span: Span | null;
  /** It follows the segment before it without a blank between them. */
  readonly glued?: boolean;
  /** The engine begins a new segment here. */
  readonly breaks?: boolean;
}

type SegmentFacts = Omit<SpokenSegment, 'text' | 'span'>;

/** The segment whose words are under `key` of a node. */
export const segmentAt = (document: JsonDocument, node: Fields, key: string, facts: SegmentFacts): SpokenSegment => ({
  ...facts,
  text: text(node[key]) ?? '',
  span: document.spanOf(node, key),
});

/** A segment without times or confidence. */
export const untimedSegment = (
  document: JsonDocument,
  node: Fields,
  key: string,
  speaker: string | null = null,
): SpokenSegment => segmentAt(document, node, key, { speaker, startMs: null, endMs: null, confidence: null });

/**
 * Sorts the cues of several channels by start, stable; a cue without a start stays behind the cue before it. Engines write one channel
 * after the other, so this is not a file out of order.
 */
export function sortByStart(cues: readonly Cue[]): Cue[] {
  let place = 0;
  return cues
    .map((cue) => ({ cue, place: (place = cue.startMs ?? place) }))
    .sort((a, b) => a.place - b.place)
    .map(({ cue }) => cue);
}

/** The end of speech of which the file states start and duration in milliseconds; null if either is unknown. */
export const endFromDuration = (startMs: number | null, lengthMs: number | null): number | null =>
  startMs === null || lengthMs === null ? null : wholeMs(startMs + lengthMs);

interface CueRules {
  /** A silence this long, in milliseconds, ends a cue. */
  readonly pauseMs: number;
  /** A silence this long ends a cue whose sentence is complete. */
  readonly sentencePauseMs: number;
}

const RULES: CueRules = { pauseMs: 1500, sentencePauseMs: 300 };
const ENDS_SENTENCE = /[.?!…。？！]["'”’)]?\s*$/;
/** Scripts that put no blank between words. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

const gapBefore = (piece: SpokenSegment, before: string): string => {
  if (piece.glued === true || before === '') return '';
  return UNSPACED.test(before.slice(-1)) && UNSPACED.test(piece.text.slice(0, 1)) ? '' : ' ';
};

/** A cue to which segments are still being added. */
class OpenCue {
  private readonly parts: string[] = [];
  /** The last characters so far: looking at the end of one long text again and again would copy it each time. */
  private tail = '';
  private startMs: number | null = null;
  private endMs: number | null = null;
  private readonly spans: (Span | null)[] = [];
  private readonly confidences: number[] = [];

  constructor(readonly speaker: string | null) {}

  add(piece: SpokenSegment): void {
    const added = gapBefore(piece, this.tail) + piece.text;
    this.parts.push(added);
    this.tail = (this.tail + added).slice(-4);
    this.startMs ??= piece.startMs;
    if (piece.endMs !== null) this.endMs = Math.max(this.endMs ?? piece.endMs, piece.endMs);
    this.spans.push(piece.span);
    if (piece.confidence !== null) this.confidences.push(piece.confidence);
  }

  isFollowedBy(piece: SpokenSegment, rules: CueRules): boolean {
    if (piece.speaker !== this.speaker || piece.breaks === true) return false;
    if (piece.startMs === null || this.endMs === null) return true;
    const silence = piece.startMs - this.endMs;
    return silence < (ENDS_SENTENCE.test(this.tail) ? rules.sentencePauseMs : rules.pauseMs);
  }

  close(): Cue {
    const { speaker, startMs, endMs } = this;
    const confidence = meanProbability(this.confidences);
    return {
      speaker,
      text: this.parts.join('').trim(),
      startMs,
      endMs,
      offset: spanOver(this.spans),
      ...(confidence === null ? {} : { confidence }),
    };
  }
}

/**
 * Joins what one speaker says without a break into cues. A cue ends where the speaker changes, where the engine begins a new segment, after a
 * sentence and a breath, and at a long silence. Its span runs from its first word to its last, its confidence is the mean of its words'.
 */
export function wordsToCues(pieces: readonly SpokenSegment[], rules: CueRules = RULES): Cue[] {
  const cues: OpenCue[] = [];
  for (const piece of pieces) {
    if (piece.text.trim() === '' && piece.glued !== true) continue;
    let cue = cues.at(-1);
    if (!cue?.isFollowedBy(piece, rules)) cues.push((cue = new OpenCue(piece.speaker)));
    cue.add(piece);
  }
  return cues.map((cue) => cue.close()).filter(({ text }) => text !== '');
}

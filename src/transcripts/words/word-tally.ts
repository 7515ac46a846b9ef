import { SET_ASIDE_REASONS, type SetAside, type SetAsideReason } from '../../plugin-api/transcript.js';
import { countWords } from './count-words.js';

const PLACE = Object.fromEntries(SET_ASIDE_REASONS.map((reason, at) => [reason, at])) as Record<SetAsideReason, number>;

/** What stands behind the last region. */
const END: SetAside = { reason: 'HEADER', offset: [Infinity, Infinity] };

/** Adds up the words of a file and why they were set aside, from its beginning to its end. */
export class WordTally {
  inFile = 0;
  /** By the place of the reason in the list of them. */
  private readonly reasons = new Float64Array(SET_ASIDE_REASONS.length);
  private readonly regions: readonly SetAside[];
  private next = 0;

  /** @param regions what the parser set aside */
  constructor(
    readonly text: string,
    regions: readonly SetAside[] = [],
  ) {
    this.regions = regions.toSorted((a, b) => a.offset[0] - b.offset[0]);
  }

  /** Words that are in the file, and why they are in no turn. */
  count(reason: SetAsideReason, words: number): void {
    this.inFile += words;
    this.explain(reason, words);
  }

  /** Why words are in no turn that were counted before. */
  explain(reason: SetAsideReason, words: number): void {
    const at = PLACE[reason];
    this.reasons[at] = (this.reasons[at] ?? 0) + words;
  }

  /** Begins at the beginning again. */
  rewind(): void {
    this.next = 0;
  }

  /** What the parser said of a position. Positions only grow from call to call. */
  regionAt(at: number): SetAside | null {
    let region = this.regions[this.next];
    while (region && region.offset[1] <= at) region = this.regions[(this.next += 1)];
    return region && region.offset[0] <= at ? region : null;
  }

  /** What the parser said of a part as a whole. */
  regionAround(from: number, to: number): SetAside | null {
    const region = this.regionAt(from);
    return region !== null && region.offset[1] >= to ? region : null;
  }

  /** What the parser said of pieces of a part. */
  regionsWithin(from: number, to: number): { readonly reason: SetAsideReason; readonly words: number }[] {
    const found: { reason: SetAsideReason; words: number }[] = [];
    this.regionAt(from);
    for (let at = this.next; ; at += 1) {
      const { reason, offset } = this.regions[at] ?? END;
      if (offset[0] >= to) break;
      const inside = offset[0] >= from && offset[1] <= to && offset[1] - offset[0] < to - from;
      if (inside) found.push({ reason, words: countWords(this.text, ...offset) });
    }
    return found;
  }

  get setAside(): { readonly reason: SetAsideReason; readonly words: number }[] {
    return SET_ASIDE_REASONS.map((reason, at) => ({ reason, words: this.reasons[at] ?? 0 }))
      .filter(({ words }) => words > 0)
      .sort((a, b) => b.words - a.words);
  }
}

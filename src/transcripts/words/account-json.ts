import type { Cue } from '../../plugin-api/transcript.js';
import { inOrder, placesOf } from './account-text.js';
import { countWords } from './count-words.js';
import { explainPlace, type Place } from './explain-place.js';
import { GapReader } from './gap-reader.js';
import { eachJsonString } from './json-strings.js';
import { RepeatedView } from './repeated-view.js';
import type { WordTally } from './word-tally.js';

/** A longer text under a key of which nothing is read is about the call: a summary, a note. */
const LONG_TEXT = 8;

/** Words of the strings under one key. */
interface KeyWords {
  /** In strings that are cues. */
  spoken: number;
  /** In strings within the place of a cue that was put together of several. */
  within: number;
  /** In other strings: short and long ones. */
  short: number;
  long: number;
}

/** Goes through the strings of a JSON text, and says of the words of each why they are in no cue. Keys are no words. */
class JsonAccount {
  private readonly keys = new Map<string, KeyWords>();
  private readonly places: readonly Place[];
  private readonly gaps: GapReader;
  private readonly spokenInAll: number;
  private next = 0;
  /** Words of cues that were put together of several strings. */
  private joined = 0;
  private joinedUpTo = -1;

  constructor(
    private readonly tally: WordTally,
    private readonly cues: readonly Cue[],
  ) {
    this.places = [...placesOf(cues, ({ text }) => countWords(text))];
    this.spokenInAll = this.places.reduce((sum, { words }) => sum + words, 0);
    this.gaps = new GapReader(
      tally,
      cues.map(({ speaker }) => speaker ?? ''),
      true,
    );
  }

  run(): void {
    this.tally.count('HEADER', countWords(this.tally.text, 0, Math.max(0, this.tally.text.search(/[{[]/))));
    eachJsonString(this.tally.text, (key, from, to) => this.read(this.wordsUnder(key), from, to));
    this.settleJoined();
    const unread = new Set<string>();
    for (const [name, words] of this.keys) if (!this.settleOthers(words)) unread.add(name);
    if (unread.size > 0) this.settleRepeated(unread);
  }

  private wordsUnder(key: string): KeyWords {
    let found = this.keys.get(key);
    if (!found) this.keys.set(key, (found = { spoken: 0, within: 0, short: 0, long: 0 }));
    return found;
  }

  private count(from: number, to: number): number {
    return countWords(this.tally.text, from, to, true);
  }

  private read(key: KeyWords, from: number, to: number): void {
    while ((this.places[this.next]?.to ?? Infinity) < from) this.next += 1;
    const place = this.places[this.next];
    if (!place || place.from > to || place.to < from) this.readOther(key, from, to);
    else if (place.from >= from && place.to <= to) this.readSpoken(key, from, to);
    else this.readWithin(key, place, from, to);
  }

  /** A string that is a cue, or a text with several. */
  private readSpoken(key: KeyWords, from: number, to: number): void {
    let at = from;
    for (let place = this.places[this.next]; place && place.to <= to; place = this.places[(this.next += 1)]) {
      this.gaps.read(at, place.from, place.speakers[0] ?? null, at === from);
      at = place.to;
      const inPlace = this.count(place.from, place.to);
      this.tally.inFile += inPlace;
      key.spoken += place.words;
      if (inPlace !== place.words) explainPlace(this.tally, place, inPlace);
    }
    this.gaps.read(at, to, null, false);
  }

  private readWithin(key: KeyWords, place: Place, from: number, to: number): void {
    const words = this.count(from, to);
    this.tally.inFile += words;
    const region = this.tally.regionAt(from);
    if (region === null) key.within += words;
    else this.tally.explain(region.reason, words);
    if (this.joinedUpTo === place.to) return;
    this.joinedUpTo = place.to;
    this.joined += place.words;
  }

  private readOther(key: KeyWords, from: number, to: number): void {
    const words = this.count(from, to);
    if (words === 0) return;
    this.tally.inFile += words;
    const region = this.tally.regionAt(from);
    if (region !== null) this.tally.explain(region.reason, words);
    else if (this.isWholeCall(words)) this.tally.explain('REPEATED', words);
    else if (words > LONG_TEXT) key.long += words;
    else key.short += words;
  }

  /** As many words as all cues: the call in one string. */
  private isWholeCall(words: number): boolean {
    return words > LONG_TEXT && words === this.spokenInAll;
  }

  /** Cues put together of several strings: the key whose strings add up to them is what was read, others are other fields of the same records. */
  private settleJoined(): void {
    if (this.joined === 0) return;
    const exact = [...this.keys.values()].filter(({ within }) => within === this.joined);
    const most = [...this.keys.values()].reduce((a, b) => (b.within > a.within ? b : a));
    const read = exact[0] ?? most;
    read.spoken += this.joined;
    for (const key of this.keys.values()) {
      if (key === read) continue;
      this.tally.explain(exact.includes(key) ? 'REPEATED' : 'METADATA', key.within);
    }
  }

  /** False if nothing explains the strings under a key of which others are cues. */
  private settleOthers({ spoken, short, long }: KeyWords): boolean {
    if (spoken > 0 && short + long > 0) return false;
    if (short + long === this.spokenInAll) this.tally.explain('REPEATED', short + long);
    else {
      this.tally.explain('METADATA', short);
      this.tally.explain('ANALYSIS', long);
    }
    return true;
  }

  /** Strings that say again what cues say, in other pieces, are another view of it. */
  private settleRepeated(unread: ReadonlySet<string>): void {
    const { text } = this.tally;
    this.tally.rewind();
    const view = new RepeatedView([...this.cues, ...inOrder(this.cues)].map((cue) => cue.text));
    const around = (at: number): string =>
      this.places
        .slice(Math.max(0, at - 1), at + 1)
        .map(({ from, to }) => text.slice(from, to))
        .join(' ');
    let next = 0;
    eachJsonString(text, (key, from, to) => {
      while ((this.places[next]?.to ?? Infinity) < from) next += 1;
      const place = this.places[next];
      const isOther = !place || place.from > to || place.to < from;
      if (isOther && unread.has(key) && this.tally.regionAt(from) === null) {
        const words = this.count(from, to);
        if (!this.isWholeCall(words)) view.add(text.slice(from, to), words);
      } else if (!isOther) view.end(around(next));
    });
    view.end(around(next));
    this.tally.explain('REPEATED', view.words);
  }
}

/** Goes through a JSON text string by string, and says of each word that is in no cue why. */
export const accountJson = (tally: WordTally, cues: readonly Cue[]): void => new JsonAccount(tally, cues).run();

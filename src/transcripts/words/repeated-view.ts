/** Texts that are searched for and not found before the search ends: each may go over the whole call. */
const MAX_MISSES = 100;

/** Fewer words occur by chance. */
const MIN_WORDS = 3;

const fold = (text: string): string =>
  ` ${text
    .replace(/\\(?:u[\da-f]{4}|.)/gi, ' ')
    .replace(/[^\p{L}\p{N}\p{M}'’]+/gu, ' ')
    .trim()
    .toLowerCase()} `;

/** Counts the words of pieces that say again what was said. Pieces one after the other count where they do together: single words. */
export class RepeatedView {
  words = 0;
  private readonly said: string;
  private from = 0;
  private misses = 0;
  private pieces: string[] = [];
  private count = 0;

  constructor(texts: readonly string[]) {
    this.said = fold(texts.join(' '));
  }

  /**
   * @param piece source of a JSON string
   * @param words how many it has
   */
  add(piece: string, words: number): void {
    if (words >= MIN_WORDS) {
      this.end('');
      if (this.finds(fold(piece))) this.words += words;
      return;
    }
    this.pieces.push(piece);
    this.count += words;
  }

  /**
   * The pieces are at an end: a cue follows, or nothing.
   * @param near source of the cues around them; where they are few, they count if one of these says them
   */
  end(near: string): void {
    const { pieces, count } = this;
    if (count === 0) return;
    [this.pieces, this.count] = [[], 0];
    const words = fold(pieces.join(' '));
    if (count < MIN_WORDS ? fold(near).includes(words) : this.finds(words)) this.words += count;
  }

  /** Views are in the order of the call: the search goes on from where the last piece was found. */
  private finds(words: string): boolean {
    if (this.misses >= MAX_MISSES) return false;
    const behind = this.said.indexOf(words, this.from);
    const at = behind >= 0 ? behind : this.said.indexOf(words);
    if (at < 0) this.misses += 1;
    else this.from = words.length < this.said.length / 2 ? at : 0;
    return at >= 0;
  }
}

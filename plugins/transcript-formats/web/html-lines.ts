import { Parser } from 'htmlparser2';

/** The meaning that the markup gives to a text. */
export type HtmlMark = 'speaker' | 'time' | 'bold';

export interface HtmlPiece {
  /**
   * Character references are decoded, white space is unchanged. The parser ends a text at each reference, so that other pieces are as long
   * as their span.
   */
  readonly text: string;
  readonly mark: HtmlMark | null;
  /** Its position in the source. */
  readonly start: number;
  readonly end: number;
}

/** Text between two breaks of the page: of blocks, or `<br>`. */
export interface HtmlLine {
  readonly pieces: readonly HtmlPiece[];
  readonly isHeading: boolean;
  /** The table cell that holds it: row and column, counted over the whole page. */
  readonly cell: { readonly row: number; readonly column: number } | null;
}

export interface HtmlPage {
  readonly title: string | null;
  readonly lines: readonly HtmlLine[];
  /** Texts of navigation, scripts and the like. */
  readonly hidden: readonly Span[];
}

interface Span {
  readonly start: number;
  readonly end: number;
}

interface Element {
  readonly name: string;
  readonly mark: HtmlMark | null;
  readonly hidden: boolean;
}

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));
const HIDDEN = words(
  'script style template noscript svg math iframe object head nav footer aside form button select textarea audio video',
);
const BLOCKS = words(
  'address article blockquote body br center dd details div dl dt fieldset figcaption figure h1 h2 h3 h4 h5 h6 header hr html li main ol p pre section summary table tbody td tfoot th thead tr ul',
);
const HEADING = /^h[1-6]$/;
/** Transcripts are never nested deeper, and depth costs the parser time at every closing tag. */
const MAX_DEPTH = 200;

class TooDeep extends Error {}

function markOf(name: string, className: string): HtmlMark | null {
  if (name === 'cite' || name === 'dt') return 'speaker';
  if (name === 'time') return 'time';
  const classes = className.slice(0, 200);
  if (/(?:^|[\s_-])(?:speaker|participant)(?:[\s_-]?(?:name|label))?(?:$|\s)/i.test(classes)) return 'speaker';
  if (/(?:^|[\s_-])(?:time|timestamp|timecode)(?:$|\s)/i.test(classes)) return 'time';
  return name === 'b' || name === 'strong' ? 'bold' : null;
}

/** Collects the lines of a page from the events of the parser. */
class Lines {
  readonly lines: HtmlLine[] = [];
  readonly hidden: Span[] = [];
  title = '';
  #stack: Element[] = [];
  #pieces: HtmlPiece[] = [];
  #row = -1;
  #column = -1;

  open(name: string, className: string): void {
    if (BLOCKS.has(name)) this.#break();
    if (name === 'tr') [this.#row, this.#column] = [this.#row + 1, -1];
    if (name === 'td' || name === 'th') this.#column += 1;
    const outer = this.#stack.at(-1);
    const mark = markOf(name, className) ?? outer?.mark ?? null;
    this.#stack.push({ name, mark, hidden: (outer?.hidden ?? false) || HIDDEN.has(name) });
    if (this.#stack.length > MAX_DEPTH) throw new TooDeep();
  }

  close(name: string): void {
    if (BLOCKS.has(name)) this.#break();
    this.#stack.pop();
  }

  text(written: string, start: number, end: number): void {
    const element = this.#stack.at(-1);
    if (element?.name === 'title') this.title += written;
    if (element?.hidden === true) this.hidden.push({ start, end });
    else this.#pieces.push({ text: written, mark: element?.mark ?? null, start, end });
  }

  end(): void {
    this.#break();
  }

  #break(): void {
    const pieces = this.#pieces;
    this.#pieces = [];
    if (pieces.every(({ text }) => text.trim() === '')) return;
    const inCell = this.#stack.some(({ name }) => name === 'td' || name === 'th');
    this.lines.push({
      pieces,
      isHeading: this.#stack.some(({ name }) => HEADING.test(name)),
      cell: inCell ? { row: this.#row, column: this.#column } : null,
    });
  }
}

/**
 * Reads a page into lines with the position of each piece; null if it is nested deeper than 200 elements. Scripts, styles and navigation
 * are left out.
 */
export function readHtmlLines(html: string): HtmlPage | null {
  const lines = new Lines();
  const parser: Parser = new Parser(
    {
      onopentag: (name, { class: className = '' }) => lines.open(name, className),
      onclosetag: (name) => lines.close(name),
      ontext: (text) => lines.text(text, parser.startIndex, parser.endIndex + 1),
    },
    { decodeEntities: true },
  );
  try {
    parser.end(html);
  } catch (error) {
    if (error instanceof TooDeep) return null;
    throw error;
  }
  lines.end();
  return { title: lines.title.trim() || null, lines: lines.lines, hidden: lines.hidden };
}

import { Parser } from 'htmlparser2';

/** A row of a table: for each cell its paragraphs. */
type Row = string[][];

/** What is being written: the document, or a text box within it. */
interface Frame {
  readonly lines: string[];
  /** Pieces of the open paragraph. */
  pieces: string[];
  inRun: boolean;
  /** The open row of each open table, outermost first. */
  readonly rows: Row[];
  /** Lines of the text boxes that are anchored in the open paragraph; they follow it. */
  boxes: string[];
}

const newFrame = (): Frame => ({ lines: [], pieces: [], inRun: false, rows: [], boxes: [] });

const NAMESPACE =
  /xmlns(?::([\w.-]{1,20}))?\s{0,5}=\s{0,5}["']http:\/\/(?:schemas\.openxmlformats\.org\/wordprocessingml\/2006|purl\.oclc\.org\/ooxml\/wordprocessingml)\/main["']/;

/** Deleted or moved text, the copy of a drawing for old versions of Word, and phonetic guides above Asian characters. */
const DROPPED: ReadonlySet<string> = new Set(['del', 'moveFrom', 'mc:Fallback', 'rt']);

const CHARACTERS: ReadonlyMap<string, string> = new Map([
  ['br', '\n'],
  ['cr', '\n'],
  ['tab', '\t'],
  ['ptab', '\t'],
  ['noBreakHyphen', '-'],
]);

const oneLine = (text: string): string => text.replace(/[\n\t]+/g, ' ').trim();

/** Collects the text of a document from its tags, which it takes by their names as written, with their prefix. */
class WordText {
  readonly #frames: Frame[] = [];
  #frame = newFrame();
  #dropping = 0;
  #inText = false;
  readonly #prefix: string;

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  lines(): readonly string[] {
    return this.#frame.lines;
  }

  open(name: string): void {
    const local = this.#local(name);
    if (DROPPED.has(local)) this.#dropping += 1;
    if (this.#dropping > 0) return;
    if (local === 't') this.#inText = true;
    else if (local === 'r') this.#frame.inRun = true;
    else if (local === 'tbl') this.#frame.rows.push([]);
    else if (local === 'tc') this.#frame.rows.at(-1)?.push([]);
    else if (local === 'txbxContent') this.#openBox();
    // Tab stops of a paragraph have the same name as tabs, but are outside of runs.
    else if (this.#frame.inRun) this.#frame.pieces.push(CHARACTERS.get(local) ?? '');
  }

  close(name: string): void {
    const local = this.#local(name);
    if (this.#dropping > 0) {
      if (DROPPED.has(local)) this.#dropping -= 1;
    } else if (local === 't') this.#inText = false;
    else if (local === 'r') this.#frame.inRun = false;
    else if (local === 'p') this.#endParagraph();
    else if (local === 'tr') this.#endRow();
    else if (local === 'tbl') this.#endTable();
    else if (local === 'txbxContent') this.#closeBox();
  }

  text(text: string): void {
    if (this.#inText && this.#dropping === 0) this.#frame.pieces.push(text.replace(/[\r\n\t]/g, ' '));
  }

  #local(name: string): string {
    return name.startsWith(this.#prefix) ? name.slice(this.#prefix.length) : name;
  }

  #openBox(): void {
    this.#frames.push(this.#frame);
    this.#frame = newFrame();
  }

  #closeBox(): void {
    const { lines } = this.#frame;
    this.#frame = this.#frames.pop() ?? this.#frame;
    this.#frame.boxes = this.#frame.boxes.concat(lines);
  }

  #endParagraph(): void {
    const frame = this.#frame;
    const text = frame.pieces.join('');
    const cell = frame.rows.at(-1)?.at(-1);
    if (cell) cell.push(text, ...frame.boxes.filter((line) => line !== ''));
    else frame.lines.push(text, '', ...frame.boxes);
    frame.pieces = [];
    frame.boxes = [];
  }

  #endRow(): void {
    const { rows, lines } = this.#frame;
    const row = rows.pop() ?? [];
    rows.push([]);
    const line = row.map((cell) => oneLine(cell.join(' ')));
    const outer = rows.at(-2)?.at(-1);
    if (outer) outer.push(line.join(' '));
    // A row of one cell is layout, not data: its paragraphs stay paragraphs.
    else if (row.length === 1) lines.push(...(row[0] ?? []).flatMap((paragraph) => [paragraph, '']));
    else lines.push(line.join('\t'));
  }

  #endTable(): void {
    this.#frame.rows.pop();
    if (this.#frame.rows.length === 0 && this.#frame.lines.at(-1) !== '') this.#frame.lines.push('');
  }
}

const MAX_DEPTH = 512;

/**
 * Walks XML from front to back in linear time; false, after a part of it, where tags do not match, at a declaration (`<!DOCTYPE`), and below
 * 512 levels. Expands no entities but the five of XML and numeric references. htmlparser2 closes by itself what is left open and calls that
 * implied, as it does with empty elements, which end with a slash: any other implied end is a mismatch. It skips an end tag without a start.
 */
function walkXml(xml: string, writer: WordText): boolean {
  const state = { depth: 0, isSound: true, isEmpty: true };
  const fail = (): void => {
    state.isSound = false;
    parser.pause();
  };
  const parser = new Parser(
    {
      onopentagname: (name) => {
        state.isEmpty = false;
        state.depth += 1;
        if (state.depth > MAX_DEPTH) fail();
        else writer.open(name);
      },
      onclosetag: (name, isImplied) => {
        state.depth -= 1;
        if (isImplied && xml[parser.endIndex - 1] !== '/') fail();
        else writer.close(name);
      },
      ontext: (text) => writer.text(text),
      onprocessinginstruction: (name) => {
        if (name.startsWith('!')) fail();
      },
    },
    { xmlMode: true },
  );
  parser.write(xml);
  return state.isSound && !state.isEmpty && state.depth === 0;
}

/**
 * Text of a `document.xml`: one line for each paragraph, line break or table row, tabs between the cells of a row, a blank line after each
 * paragraph. As a reader sees the document with all changes accepted; null where it is not well-formed XML.
 */
export function wordText(xml: string): string | null {
  const prefix = NAMESPACE.exec(xml.slice(0, 20_000))?.[1];
  const writer = new WordText(prefix === undefined ? '' : `${prefix}:`);
  return walkXml(xml, writer) ? writer.lines().join('\n') : null;
}

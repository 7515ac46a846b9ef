import { styleText } from 'node:util';

type Paint = (text: string) => string;

/** Colors if they are wanted; otherwise every paint returns the text as it is. */
export interface Style {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly green: Paint;
  readonly yellow: Paint;
}

/** How text for people is printed. */
export interface PrintOptions {
  readonly style: Style;
  /** Most columns of a line. */
  readonly width: number;
}

interface Stream {
  readonly isTTY?: boolean;
  /** Known for terminals only. */
  readonly columns?: number;
}

/** Decided here and not by `styleText`, which by default looks at the standard output. */
const wantsColor = ({ isTTY = false }: Stream, { NO_COLOR = '', TERM }: NodeJS.ProcessEnv): boolean =>
  isTTY && NO_COLOR === '' && TERM !== 'dumb';

/** Colors only on a terminal, and only without NO_COLOR (no-color.org). */
export const terminalStyle = (stream: Stream, env: NodeJS.ProcessEnv = process.env): Style => {
  const on = wantsColor(stream, env);
  const paint =
    (format: keyof Style): Paint =>
    (text) =>
      on && text !== '' ? styleText(format, text, { validateStream: false }) : text;
  return { bold: paint('bold'), dim: paint('dim'), red: paint('red'), green: paint('green'), yellow: paint('yellow') };
};

/** Width of a terminal; null if it is unknown. Some terminals report 0. */
export const columnsOf = ({ columns = 0 }: Stream): number | null => (columns > 0 ? columns : null);

const MIN_COLUMNS = 40;
const MAX_COLUMNS = 100;
/** Of a terminal whose width is not known, and of a file. */
const USUAL_COLUMNS = 80;

/** As wide as the terminal, up to a width that reads well. */
export const printOptions = (stream: Stream): PrintOptions => ({
  style: terminalStyle(stream),
  width: Math.max(MIN_COLUMNS, Math.min(MAX_COLUMNS, columnsOf(stream) ?? USUAL_COLUMNS)),
});

import { columnsOf } from './columns-of.js';
import { terminalStyle, type Style } from './terminal-style.js';

/** How text for people is laid out. */
export interface PrintOptions {
  readonly style: Style;
  /** Columns at most. */
  readonly width: number;
}

const MIN_COLUMNS = 40;
const MAX_COLUMNS = 100;

interface Stream {
  readonly isTTY?: boolean;
  /** Known of terminals only. */
  readonly columns?: number;
}

/** As wide as the terminal, up to what reads well. */
export const printOptions = (stream: Stream): PrintOptions => ({
  style: terminalStyle(stream),
  width: Math.max(MIN_COLUMNS, Math.min(MAX_COLUMNS, columnsOf(stream) ?? MAX_COLUMNS)),
});

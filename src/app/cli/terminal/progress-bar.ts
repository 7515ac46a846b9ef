import { columnsOf } from './print-options.js';
import { formatBar } from './format-figures.js';
import { printable, clipText } from './text-layout.js';

interface Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface ProgressBar {
  /**
   * Shows `done` of `total` with a label. If the stream is no terminal, writes one line whenever `done` grows.
   * @param progress how far the bar is filled, 0 to `total`; default: `done`
   */
  update(done: number, total: number, label: string, progress?: number): void;
  /** Removes the bar from the screen. */
  done(): void;
}

const CELLS = 24;
const CLEAR_LINE = '\r\u001b[2K';

const openLiveBar = (stream: Stream): ProgressBar => {
  let shown = '';
  return {
    update: (done, total, label, progress = done) => {
      const text = `${formatBar(total > 0 ? progress / total : 1, CELLS)} ${done}/${total}  ${printable(label)}`;
      const line = clipText(text, (columnsOf(stream) ?? 80) - 1);
      if (line === shown) return;
      stream.write(`${CLEAR_LINE}${line}`);
      shown = line;
    },
    done: () => {
      if (shown !== '') stream.write(CLEAR_LINE);
      shown = '';
    },
  };
};

const openLines = (stream: Stream): ProgressBar => {
  let last = 0;
  return {
    update: (done, total, label) => {
      if (done > last) stream.write(`[${done}/${total}] ${printable(label)}\n`);
      last = Math.max(last, done);
    },
    done: () => undefined,
  };
};

/** Progress on stderr: a live bar on a terminal, lines elsewhere. */
export const openProgressBar = (stream: Stream = process.stderr): ProgressBar =>
  stream.isTTY === true ? openLiveBar(stream) : openLines(stream);

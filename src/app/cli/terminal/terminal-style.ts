type Paint = (text: string) => string;

/** Colors where they are wanted; otherwise every paint leaves the text as it is. */
export interface Style {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly green: Paint;
  readonly yellow: Paint;
}

interface Stream {
  readonly isTTY?: boolean;
}

const paint =
  (on: boolean, open: number, close: number): Paint =>
  (text) =>
    on && text !== '' ? `\u001b[${open}m${text}\u001b[${close}m` : text;

const wantsColor = ({ isTTY = false }: Stream, { NO_COLOR = '', TERM }: NodeJS.ProcessEnv): boolean =>
  isTTY && NO_COLOR === '' && TERM !== 'dumb';

/** Colors only on a terminal, and only without NO_COLOR (no-color.org). */
export const terminalStyle = (stream: Stream, env: NodeJS.ProcessEnv = process.env): Style => {
  const on = wantsColor(stream, env);
  return {
    bold: paint(on, 1, 22),
    dim: paint(on, 2, 22),
    red: paint(on, 31, 39),
    green: paint(on, 32, 39),
    yellow: paint(on, 33, 39),
  };
};

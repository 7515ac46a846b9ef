const CLOCK = /^(-?)(?:(\d{1,6}):)?(\d{1,6}):(\d{1,2})(?:[.,](\d{1,9}))?$/;

/** Source of a pattern for a clock inside a longer text: `0:12`, `00:01:02`, `1:02:03.5`. */
export const CLOCK_PATTERN = String.raw`\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?`;

const fractionMs = (digits: string, isMilliseconds: boolean): number =>
  isMilliseconds ? Number(digits) : Math.round(Number(`0.${digits}`) * 1000);

/**
 * Milliseconds of a clock `[[h]:]m:s[.fraction]`, or null if it is none or a field is out of range (`99:99:99`).
 * `fractionIsMilliseconds`: the digits after the dot count milliseconds (`6.90` is 6 s 90 ms), as Microsoft Graph writes them.
 */
export function readClock(token: string, fractionIsMilliseconds = false): number | null {
  const found = CLOCK.exec(token);
  if (!found) return null;
  const [, sign, hours, minutes = '', seconds = '', fraction = '0'] = found;
  if (Number(seconds) > 59 || (hours !== undefined && Number(minutes) > 59)) return null;
  const whole = (Number(hours ?? 0) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
  const ms = whole + fractionMs(fraction, fractionIsMilliseconds);
  return sign === '-' && ms > 0 ? -ms : ms;
}

/** True for a clock with hours whose minutes or seconds lack the leading zero (`0:0:6.90`). */
export const isUnpaddedClock = (token: string): boolean => /^-?\d+:(?:\d:\d{1,2}|\d{1,2}:\d)(?:[.,]\d+)?$/.test(token);

const ZERO = 48;

/** The number written with `count` digits at `at`; -1 if one of them is not a digit. */
function digitsAt(text: string, at: number, count: number): number {
  let value = 0;
  for (let index = at; index < at + count; index += 1) {
    const digit = text.charCodeAt(index) - ZERO;
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
  }
  return value;
}

const isPoint = (character: number): boolean => character === 44 || character === 46;
const COLON = 58;

/** How many characters `readPaddedClock` reads. */
export const PADDED_CLOCK = 12;

/**
 * Milliseconds of the clock `00:01:02.345` or `00:01:02,345` at a position of a text, read without copying; -1 if the text there has any
 * other shape.
 */
export function readPaddedClock(text: string, at: number): number {
  if (text.charCodeAt(at + 2) !== COLON || text.charCodeAt(at + 5) !== COLON) return -1;
  if (!isPoint(text.charCodeAt(at + 8))) return -1;
  const hours = digitsAt(text, at, 2);
  const minutes = digitsAt(text, at + 3, 2);
  const seconds = digitsAt(text, at + 6, 2);
  const ms = digitsAt(text, at + 9, 3);
  if (hours < 0 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 59 || ms < 0) return -1;
  return (hours * 3600 + minutes * 60 + seconds) * 1000 + ms;
}

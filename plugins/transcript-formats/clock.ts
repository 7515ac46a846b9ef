const CLOCK = /^(-?)(?:(\d{1,6}):)?(\d{1,6}):(\d{1,2})(?:[.,](\d{1,9}))?$/;

/** Source of a pattern for a clock inside a longer text: `0:12`, `00:01:02`, `1:02:03.5`. */
export const CLOCK_PATTERN = String.raw`\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?`;

const fractionMs = (digits: string, isMilliseconds: boolean): number =>
  isMilliseconds ? Number(digits) : Math.round(Number(`0.${digits}`) * 1000);

/**
 * Milliseconds of a clock `[[h]:]m:s[.fraction]`, or null where it is none or a field is out of range (`99:99:99`).
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

import { text } from './json-fields.js';

const numbered = (word: string, value: unknown): string | null => {
  const written = text(value)?.trim() ?? null;
  return written !== null && /^(?:\d{1,6}|[A-Z])$/.test(written) ? `${word} ${written}` : written;
};

/** The label of a voice that an engine numbers: `Speaker 0`, `Speaker A`. Anything longer is a label of its own. */
export const voiceLabel = (value: unknown): string | null => numbered('Speaker', value);

/** The label of a recording's channel, which stands for the speaker on it: `Channel 0`, also for `ch_0` and `channel_0`. */
export const channelLabel = (value: unknown): string | null => {
  const written = text(value);
  return written === null ? null : numbered('Channel', written.replace(/^\s*ch(?:annel)?[_ ]?(?=\d{1,6}\s*$)/i, ''));
};

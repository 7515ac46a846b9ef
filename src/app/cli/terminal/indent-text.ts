import { textWidth } from './text-width.js';
import { wrapText } from './wrap-text.js';

/** Text wrapped behind a first label; further lines stand under its beginning. `width` counts the label. */
export const indentText = (label: string, text: string, width: number): string[] => {
  const indent = textWidth(label);
  return wrapText(text, width - indent).map((line, at) => (at === 0 ? label : ' '.repeat(indent)) + line);
};

import { splitLabel, type LabelSplit } from '../shared/speaker-labels.js';

const BLANK = 32;
const FURTHEST_COLON = 60;

const isLetter = (code: number): boolean => (code > 96 && code < 123) || (code > 64 && code < 91);

/** `splitLabel` for the many lines of one file, with a memory of what stood before their colons. */
export function labelSplitter(): (line: string) => LabelSplit | null {
  const labels = new Map<string, string | null>();
  return (line) => {
    const colon = line.indexOf(':');
    if (colon < 0 && !line.includes('：')) return null;
    const isUsual = colon > 0 && line.charCodeAt(colon + 1) === BLANK && isLetter(line.charCodeAt(colon + 2));
    if (!isUsual || colon > FURTHEST_COLON) return splitLabel(line);
    const before = line.slice(0, colon);
    const known = labels.get(before);
    if (known !== undefined) return known === null ? null : { label: known, textAt: colon + 2 };
    const split = splitLabel(line);
    if (split === null || split.textAt === colon + 2) labels.set(before, split?.label ?? null);
    return split;
  };
}

import type { NormalizedTranscript } from '../../plugin-api/index.js';
import type { SensitiveSpan } from './mask-text.js';

const MIN_LETTERS = 3;
const PSEUDO = /^(?:speaker|participant|unknown|caller|agent|rep|customer|guest|user)\b/i;
const ROLE_WORDS = new Set([
  'rep',
  'customer',
  'guest',
  'speaker',
  'agent',
  'buyer',
  'seller',
  'sales',
  'the',
  'von',
  'van',
  'der',
]);

/** Names of a participant: the full name, and its parts that are long enough to be distinct from other words. */
const namesOf = ({ name, speakerLabel }: NormalizedTranscript['participants'][number]): string[] => {
  const whole = [name ?? '', speakerLabel]
    .map((text) => text.trim())
    .filter((text) => text !== '' && !PSEUDO.test(text));
  const parts = whole.flatMap((text) => text.split(/[^\p{L}'’]+/u));
  return [...whole, ...parts.filter((part) => part.length >= MIN_LETTERS && !ROLE_WORDS.has(part.toLowerCase()))];
};

const asPattern = (name: string): string =>
  name.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`).replace(/\s+/g, String.raw`\s{1,3}`);

/** Finds the names of a call's participants as they are written, whole words only. Names are matched with their capitals. */
export const nameFinder = ({ participants }: NormalizedTranscript): ((text: string) => SensitiveSpan[]) => {
  const names = [...new Set(participants.flatMap(namesOf))].toSorted((a, b) => b.length - a.length);
  if (names.length === 0) return () => [];
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${names.map(asPattern).join('|')})(?![\\p{L}\\p{N}])`, 'gu');
  return (text) =>
    Array.from(text.matchAll(pattern), ({ 0: found, index }) => ({
      kind: 'NAME' as const,
      start: index,
      end: index + found.length,
    }));
};

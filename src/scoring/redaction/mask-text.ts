import type { RedactionKind } from '../../profiles/scoring-policy.js';

export type SensitiveKind = RedactionKind;

/** A sensitive part of a text: UTF-16 code units, end exclusive. */
export interface SensitiveSpan {
  readonly kind: SensitiveKind;
  readonly start: number;
  readonly end: number;
}

/** A placeholder and the span that it replaces. Both spans: UTF-16 code units, end exclusive. */
interface Replacement {
  readonly masked: readonly [start: number, end: number];
  readonly original: readonly [start: number, end: number];
}

/** A masked text, with the mapping back to the original. */
export interface MaskedText {
  readonly text: string;
  readonly replacements: readonly Replacement[];
}

/** Replaces each span by its placeholder. Spans must be in order and must not overlap. */
export const maskText = (
  text: string,
  spans: readonly { readonly start: number; readonly end: number; readonly placeholder: string }[],
): MaskedText => {
  const replacements: Replacement[] = [];
  let masked = '';
  let at = 0;
  for (const { start, end, placeholder } of spans) {
    masked += text.slice(at, start);
    replacements.push({ masked: [masked.length, masked.length + placeholder.length], original: [start, end] });
    masked += placeholder;
    at = end;
  }
  return { text: masked + text.slice(at), replacements };
};

const shifted = (
  at: number,
  replacements: readonly Replacement[],
  edge: 'start' | 'end',
  from: 'masked' | 'original',
): number => {
  const to = from === 'masked' ? 'original' : 'masked';
  let shift = 0;
  for (const replacement of replacements) {
    const [start, end] = replacement[from];
    if (at <= start && !(edge === 'start' && at === start && end > start)) break;
    if (at < end || (at === end && edge === 'end')) return replacement[to][edge === 'start' ? 0 : 1];
    shift = replacement[to][1] - end;
  }
  return at + shift;
};

/** Maps a span of masked text to the original. A placeholder is mapped as a whole. */
export const toOriginal = ({ replacements }: MaskedText, start: number, end: number): [start: number, end: number] => [
  shifted(start, replacements, 'start', 'masked'),
  shifted(end, replacements, 'end', 'masked'),
];

/** Maps a position in the original to masked text. Inside a replaced span it is the start of the placeholder. */
export const toMasked = ({ replacements }: MaskedText, at: number): number =>
  shifted(at, replacements, 'start', 'original');

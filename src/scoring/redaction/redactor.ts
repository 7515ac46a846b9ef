import type { NormalizedTranscript } from '../../plugin-api/index.js';
import type { RedactionKind } from '../../profiles/scoring-policy.js';
import { findEmails } from './find-emails.js';
import { nameFinder } from './find-names.js';
import { findNumbers } from './find-numbers.js';
import { type MaskedText, maskText, type SensitiveSpan } from './mask-text.js';
const PLACEHOLDER = /\[(?:EMAIL|PHONE|CARD|IBAN|NATIONAL_ID|NAME)_[0-9]{1,6}\]/g;

/** Of two that overlap, the earlier kind wins: a number inside an address is part of the address. */
const PRIORITY: readonly RedactionKind[] = ['EMAIL', 'IBAN', 'CARD', 'NATIONAL_ID', 'PHONE', 'NAME'];

const withoutOverlaps = (spans: readonly SensitiveSpan[]): SensitiveSpan[] => {
  const kept: SensitiveSpan[] = [];
  const inOrder = spans.toSorted(
    (a, b) => a.start - b.start || PRIORITY.indexOf(a.kind) - PRIORITY.indexOf(b.kind) || b.end - a.end,
  );
  for (const span of inOrder) {
    const before = kept.at(-1);
    if (!before || span.start >= before.end) kept.push(span);
    // The part beyond the previous span must be masked too.
    else if (span.end > before.end) kept[kept.length - 1] = { ...before, end: span.end };
  }
  return kept;
};

/** Masks the texts of one call: the same value gets the same placeholder in all of them. */
export class Redactor {
  private readonly values = new Map<string, string>();
  private readonly placeholders = new Map<string, string>();
  private readonly counts = new Map<RedactionKind, number>();
  private readonly kinds: ReadonlySet<RedactionKind>;
  private readonly findNames: (text: string) => SensitiveSpan[];

  /** @param taken placeholders that already occur in texts of the call: they are not used */
  constructor(
    kinds: readonly RedactionKind[],
    transcript: NormalizedTranscript,
    private readonly taken: ReadonlySet<string>,
  ) {
    this.kinds = new Set(kinds);
    this.findNames = this.kinds.has('NAME') ? nameFinder(transcript) : () => [];
  }

  mask(text: string): MaskedText {
    const spans = this.find(text).map(({ kind, start, end }) => ({
      ...{ start, end },
      placeholder: this.placeholderFor(kind, text.slice(start, end)),
    }));
    return maskText(text, spans);
  }

  /** Replaces the placeholders in a model's text by their values. */
  readonly restore = (text: string): string => text.replace(PLACEHOLDER, (found) => this.values.get(found) ?? found);

  private find(text: string): SensitiveSpan[] {
    const emails = this.kinds.has('EMAIL') ? findEmails(text) : [];
    return withoutOverlaps([...emails, ...findNumbers(text, this.kinds), ...this.findNames(text)]);
  }

  private placeholderFor(kind: RedactionKind, value: string): string {
    const key = `${kind} ${value}`;
    const known = this.placeholders.get(key);
    if (known !== undefined) return known;
    const placeholder = this.next(kind);
    this.placeholders.set(key, placeholder);
    this.values.set(placeholder, value);
    return placeholder;
  }

  private next(kind: RedactionKind): string {
    const count = (this.counts.get(kind) ?? 0) + 1;
    this.counts.set(kind, count);
    const placeholder = `[${kind}_${count}]`;
    return this.taken.has(placeholder) ? this.next(kind) : placeholder;
  }
}

/** Strings in the texts that look like placeholders. */
export const placeholdersIn = (texts: readonly string[]): ReadonlySet<string> =>
  new Set(texts.flatMap((text) => text.match(PLACEHOLDER) ?? []));

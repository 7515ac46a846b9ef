import type { Cue, ParsedMetadata, ParseResult, ParseWarning, SetAside, SetAsideReason } from 'debrief/plugin-api';

type Parsed = Extract<ParseResult, { outcome: 'PARSED' }>;

export const refused = (code: string, message: string): ParseResult => ({ outcome: 'REFUSED', code, message });

/** A parsed file; one without a single cue is refused as empty. */
export const parsed = (cues: readonly Cue[], rest: Partial<Omit<Parsed, 'outcome' | 'cues'>> = {}): ParseResult =>
  cues.length === 0
    ? refused('TRANSCRIPT_EMPTY', 'The file holds no speech.')
    : { outcome: 'PARSED', cues, participants: [], metadata: {}, warnings: [], ...rest };

/** Parts of the file that hold no speech. */
export const setAside = (
  reason: SetAsideReason,
  parts: readonly { readonly start: number; readonly end: number }[],
): SetAside[] => parts.map(({ start, end }) => ({ reason, offset: [start, end] }));

export const warnUnreadableTimes = (count: number): ParseWarning[] =>
  count === 0
    ? []
    : [{ code: 'TIME_UNREADABLE', message: `${count} times could not be read; their cues are kept without them.` }];

type Stated = { readonly [Key in keyof ParsedMetadata]?: ParsedMetadata[Key] | null };

/** Metadata of what a file states; what it leaves null is left out. */
export const toMetadata = ({ title, startedAt, durationMs, language, externalRef }: Stated): ParsedMetadata => ({
  ...(title == null ? {} : { title }),
  ...(startedAt == null ? {} : { startedAt }),
  ...(durationMs == null ? {} : { durationMs }),
  ...(language == null ? {} : { language }),
  ...(externalRef == null ? {} : { externalRef }),
});

/** A file name for one of several calls: by its id or title where that can name a file, else by its number (`at` counts from 0). */
export function callFileName(named: string | undefined, at: number, extension: string): string {
  const safe = (named ?? '')
    .slice(0, 80)
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '');
  return `${safe === '' ? `call-${at + 1}` : safe}.${extension}`;
}

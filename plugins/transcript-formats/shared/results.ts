import type { Cue, ParseResult, ParseWarning } from 'debrief/plugin-api';

type Parsed = Extract<ParseResult, { outcome: 'PARSED' }>;

export const refused = (code: string, message: string): ParseResult => ({ outcome: 'REFUSED', code, message });

/** A parsed file; one without a single cue is refused as empty. */
export const parsed = (cues: readonly Cue[], rest: Partial<Omit<Parsed, 'outcome' | 'cues'>> = {}): ParseResult =>
  cues.length === 0
    ? refused('TRANSCRIPT_EMPTY', 'The file holds no speech.')
    : { outcome: 'PARSED', cues, participants: [], metadata: {}, warnings: [], ...rest };

export const unreadableTimes = (count: number): ParseWarning[] =>
  count === 0
    ? []
    : [{ code: 'TIME_UNREADABLE', message: `${count} times could not be read; their cues are kept without them.` }];

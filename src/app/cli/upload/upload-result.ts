import type { Fault } from '../client/call-error.js';
import { countOf } from '../../../text/count-of.js';
import { type Column, printable, textTable } from '../terminal/text-layout.js';
import type { PrintOptions } from '../terminal/print-options.js';

/** `waiting`: accepted, but not read yet when the command ended. `failed`: did not reach the server, or could not be read here. */
export const OUTCOMES = ['accepted', 'known', 'split', 'waiting', 'held', 'refused', 'quarantined', 'failed'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Outcome of one file. */
export interface UploadResult {
  /** Path of the file; for a file of an archive followed by its path in the archive. */
  readonly file: string;
  readonly outcome: Outcome;
  readonly transcriptId: string | null;
  /** How many calls the file was split into; null if it was not split. */
  readonly calls: number | null;
  readonly error: Fault | null;
}

/** How many files had each outcome, including zeros. */
export const countOutcomes = (results: readonly UploadResult[]): Record<Outcome, number> =>
  Object.fromEntries(
    OUTCOMES.map((outcome) => [outcome, results.filter((result) => result.outcome === outcome).length]),
  ) as Record<Outcome, number>;

const MAX_NAME = 60;

const noteOf = ({ outcome, calls, error }: UploadResult): string => {
  if (error) return `${error.message} (${error.code})`;
  if (outcome === 'split') return calls === null ? 'split into calls' : `split into ${countOf(calls, 'call')}`;
  if (outcome === 'known') return 'its content was there already';
  return outcome === 'waiting' ? 'not read yet' : '';
};

/** The end of a path says more than its beginning. */
const clipStart = (text: string): string => {
  const clean = printable(text);
  return clean.length <= MAX_NAME ? clean : `…${clean.slice(-(MAX_NAME - 1))}`;
};

/** A line for each file, worst last, and the counts. Reasons are not clipped: they say what to do. */
export const uploadSummary = (results: readonly UploadResult[], { style, width }: PrintOptions): string[] => {
  const counts = countOutcomes(results);
  const sorted = results.toSorted((a, b) => OUTCOMES.indexOf(a.outcome) - OUTCOMES.indexOf(b.outcome));
  const named = sorted.map((result) => ({ result, name: clipStart(result.file) }));
  const rows = named.map(({ result, name }) => [name, result.outcome, printable(noteOf(result))]);
  const columns: Column[] = [{ title: 'file', narrow: 'wrap' }, { title: 'outcome' }, { title: 'why', narrow: 'wrap' }];
  const table = textTable(columns, rows, width);
  const shown = OUTCOMES.filter((outcome) => counts[outcome] > 0 || outcome === 'accepted');
  return [...table, '', style.bold(shown.map((outcome) => `${counts[outcome]} ${outcome}`).join(', '))];
};

import { printable } from './printable.js';
import type { PrintOptions } from './print-options.js';
import { textTable } from './text-table.js';
import { clipText } from './text-width.js';
import { OUTCOMES, type UploadResult } from './upload-result.js';

/** How many files had each outcome; those that none had are there as 0. */
export const countOutcomes = (results: readonly UploadResult[]): Record<(typeof OUTCOMES)[number], number> =>
  Object.fromEntries(
    OUTCOMES.map((outcome) => [outcome, results.filter((result) => result.outcome === outcome).length]),
  ) as Record<(typeof OUTCOMES)[number], number>;

const MOST_NAME = 60;
const LEAST_REASON = 30;

const noteOf = ({ outcome, calls, error }: UploadResult): string => {
  if (error) return `${error.message} (${error.code})`;
  if (outcome === 'split') return calls === null ? 'split into calls' : `split into ${calls} calls`;
  if (outcome === 'doubled') return 'its content was there already';
  return outcome === 'waiting' ? 'not read yet' : '';
};

/** A file's end tells more than its begin. */
const clipStart = (text: string): string => {
  const clean = printable(text);
  return clean.length <= MOST_NAME ? clean : `…${clean.slice(-(MOST_NAME - 1))}`;
};

/** What became of the files: a line for each, worst last, and the counts. */
export const uploadSummary = (results: readonly UploadResult[], { width, style }: PrintOptions): string[] => {
  const counts = countOutcomes(results);
  const sorted = results.toSorted((a, b) => OUTCOMES.indexOf(a.outcome) - OUTCOMES.indexOf(b.outcome));
  const named = sorted.map((result) => ({ result, name: clipStart(result.file) }));
  const widest = Math.max(4, ...named.map(({ name }) => name.length));
  const room = Math.max(LEAST_REASON, width - widest - 'quarantined'.length - 4);
  const rows = named.map(({ result, name }) => [name, result.outcome, clipText(printable(noteOf(result)), room)]);
  const table = textTable([{ title: 'file' }, { title: 'outcome' }, { title: 'why' }], rows);
  const told = OUTCOMES.filter((outcome) => counts[outcome] > 0 || outcome === 'accepted');
  return [...table, '', style.bold(told.map((outcome) => `${counts[outcome]} ${outcome}`).join(', '))];
};

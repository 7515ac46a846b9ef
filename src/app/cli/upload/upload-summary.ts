import { printable, textTable } from '../terminal/text-layout.js';
import type { PrintOptions } from '../terminal/print-options.js';
import { OUTCOMES, type UploadResult } from './upload-result.js';

/** How many files had each outcome; those that none had are there as 0. */
export const countOutcomes = (results: readonly UploadResult[]): Record<(typeof OUTCOMES)[number], number> =>
  Object.fromEntries(
    OUTCOMES.map((outcome) => [outcome, results.filter((result) => result.outcome === outcome).length]),
  ) as Record<(typeof OUTCOMES)[number], number>;

const MAX_NAME = 60;

const noteOf = ({ outcome, calls, error }: UploadResult): string => {
  if (error) return `${error.message} (${error.code})`;
  if (outcome === 'split') return calls === null ? 'split into calls' : `split into ${calls} calls`;
  if (outcome === 'doubled') return 'its content was there already';
  return outcome === 'waiting' ? 'not read yet' : '';
};

/** A file's end tells more than its begin. */
const clipStart = (text: string): string => {
  const clean = printable(text);
  return clean.length <= MAX_NAME ? clean : `…${clean.slice(-(MAX_NAME - 1))}`;
};

/** What became of the files: a line for each, worst last, and the counts. Reasons are whole: they say what to do. */
export const uploadSummary = (results: readonly UploadResult[], { style }: PrintOptions): string[] => {
  const counts = countOutcomes(results);
  const sorted = results.toSorted((a, b) => OUTCOMES.indexOf(a.outcome) - OUTCOMES.indexOf(b.outcome));
  const named = sorted.map((result) => ({ result, name: clipStart(result.file) }));
  const rows = named.map(({ result, name }) => [name, result.outcome, printable(noteOf(result))]);
  const table = textTable([{ title: 'file' }, { title: 'outcome' }, { title: 'why' }], rows);
  const told = OUTCOMES.filter((outcome) => counts[outcome] > 0 || outcome === 'accepted');
  return [...table, '', style.bold(told.map((outcome) => `${counts[outcome]} ${outcome}`).join(', '))];
};

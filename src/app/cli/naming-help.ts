import type { Call } from './call.js';
import { printable } from './printable.js';
import type { PrintOptions } from './print-options.js';

const MOST_PEOPLE = 8;

/** A word that POSIX shells and PowerShell read as it is. */
const quoted = (word: string): string => (/^[\w./:@-]+$/.test(word) ? word : `"${word.replace(/["\\$`]/g, '\\$&')}"`);

const lacksRep = ({ run }: Call): boolean =>
  [run.overall, ...run.scores.map(({ outcome }) => outcome)].some(
    (outcome) => outcome?.__typename === 'Unscored' && outcome.reason === 'NO_REPRESENTATIVE',
  );

/** Where nobody knows who sells: the command that says so, ready to copy, for each person on the call. */
export const namingHelp = (file: string, call: Call, { style }: PrintOptions): string[] => {
  if (!lacksRep(call)) return [];
  const names = call.participants.map(({ name, speakerLabel }) => printable(name ?? speakerLabel));
  const commands = names
    .filter((name) => name !== '')
    .slice(0, MOST_PEOPLE)
    // Not wrapped: a line is copied whole.
    .map((name) => `  npx debrief score ${quoted(printable(file))} --rep ${quoted(name)}`);
  return ['', style.bold('Who is the representative? Say so with one of these'), ...commands];
};

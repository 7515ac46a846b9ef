import type { Call } from './call.js';
import { printable } from '../terminal/text-layout.js';
import type { PrintOptions } from '../terminal/print-options.js';

const MAX_PEOPLE = 8;

/** A word that POSIX shells and PowerShell read as it is. */
const quoted = (word: string): string => (/^[\w./:@-]+$/.test(word) ? word : `"${word.replace(/["\\$`]/g, '\\$&')}"`);

/** What asks for a representative: null where one is known. */
const question = ({ run }: Call): string | null => {
  const outcomes = [run.overall, ...run.scores.map(({ outcome }) => outcome)];
  const reasons = outcomes.flatMap((outcome) => (outcome?.__typename === 'Unscored' ? outcome.reason : []));
  if (reasons.includes('NO_REPRESENTATIVE')) return 'Who is the representative? Say so with one of these';
  if (!reasons.includes('NOT_A_SALES_CALL') || !run.flags.includes('NO_REPRESENTATIVE')) return null;
  return 'A sales call after all? Then say who the representative is';
};

/** Where nobody knows who sells: the command that says so, ready to copy, for each person on the call. */
export const namingHelp = (file: string, call: Call, { style }: PrintOptions): string[] => {
  const heading = question(call);
  const names = call.participants.map(({ name, speakerLabel }) => printable(name ?? speakerLabel));
  const commands = names
    .filter((name) => name !== '')
    .slice(0, MAX_PEOPLE)
    // Not wrapped: a line is copied whole.
    .map((name) => `  npx debrief score ${quoted(printable(file))} --rep ${quoted(name)}`);
  return heading === null || commands.length === 0 ? [] : ['', style.bold(heading), ...commands];
};

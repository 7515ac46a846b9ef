import type { Call, Improvement } from './call.js';
import { indentText } from '../terminal/text-layout.js';
import type { PrintOptions } from '../terminal/print-options.js';
import { spokenBy } from './spoken-by.js';

const nameOf = ({ run }: Call, key: string): string =>
  run.rubricVersion?.dimensions.find((dimension) => dimension.key === key)?.name ?? key;

const improvementLines = (call: Call, improvement: Improvement, number: number, { width }: PrintOptions) => {
  const { dimension, priority, advice, original, turn, rewrite } = improvement;
  const by = turn === null ? '' : `  ${spokenBy(call, turn)}`;
  const head = `${nameOf(call, dimension)} (${priority.toLowerCase()} priority): ${advice}`;
  return [
    ...indentText(`  ${number}. `, head, width),
    ...(original === null ? [] : indentText('     asked   ', `“${original}”${by}`, width)),
    ...(rewrite === '' ? [] : indentText('     better  ', `“${rewrite}”`, width)),
  ];
};

/** What the representative can take from the call: what was good, and each weak spot with better words for it. */
export const coachingLines = (call: Call, options: PrintOptions): string[] => {
  const { coaching } = call.run;
  if (!coaching) return [];
  const { style, width } = options;
  const { summary, strengths, improvements } = coaching;
  const good = strengths.flatMap(({ dimension, text }) =>
    indentText('  + ', `${nameOf(call, dimension)}: ${text}`, width),
  );
  const better = improvements.flatMap((one, at) => improvementLines(call, one, at + 1, options));
  return [
    '',
    style.bold('Coaching'),
    ...(summary === '' ? [] : indentText('  ', summary, width)),
    ...(good.length > 0 ? ['  Done well', ...good] : []),
    ...(better.length > 0 ? ['  To work on', ...better] : []),
  ];
};

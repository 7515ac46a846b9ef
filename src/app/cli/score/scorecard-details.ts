import type { Call, Evidence, Improvement, Outcome } from './call.js';
import { explain } from './explain.js';
import { formatBar, formatClock } from '../terminal/format-figures.js';
import stringWidth from 'string-width';
import { indentText, padText } from '../terminal/text-layout.js';
import type { PrintOptions } from '../terminal/print-options.js';

/** Speaker, role and time of a turn: `Dana Example (rep) [02:11]`; the number of the turn, from 1, if the file has no times. */
const spokenBy = ({ turns }: Call, turn: number, startMs: number | null = null): string => {
  const cited = turns.get(turn);
  const time = startMs ?? cited?.startMs ?? null;
  const place = time === null ? `[turn ${turn + 1}]` : `[${formatClock(time)}]`;
  return cited ? `${cited.speaker} (${explain.role(cited.role)}) ${place}` : place;
};

const nameOf = ({ run }: Call, key: string): string =>
  run.rubricVersion?.dimensions.find((dimension) => dimension.key === key)?.name ?? key;

const headOf = (call: Call, outcome: Outcome): string => {
  if (outcome.__typename === 'Unscored') return `unscored: ${explain.reason(outcome.reason)} (${outcome.reason})`;
  const { min, max } = call.run.rubricVersion?.scale ?? { min: 0, max: 5 };
  return `${formatBar((outcome.value - min) / (max - min))}  ${outcome.value} / ${max}`;
};

const proofOf = ({ status, doubt }: Evidence): string =>
  doubt ? `${explain.proof(status)}, in doubt who says it` : explain.proof(status);

const quoteLines = (call: Call, piece: Evidence, { style, width }: PrintOptions) => [
  ...indentText('  > ', `“${piece.quote}”`, width),
  ...indentText('    ', `${spokenBy(call, piece.turn, piece.startMs)}, ${proofOf(piece)}`, width).map(style.dim),
];

/** A reason that several dimensions share is printed once: with the overall score, or with the first of them. */
const isPrintedBefore = ({ run }: Call, at: number): boolean => {
  const outcomes = [run.overall, ...run.scores.slice(0, at).map(({ outcome }) => outcome)];
  const { outcome } = run.scores[at] ?? {};
  return outcomes.some((one) => one?.__typename === 'Unscored' && one.rationale === outcome?.rationale);
};

const oneDimension = (call: Call, at: number, options: PrintOptions): string[] => {
  const score = call.run.scores[at];
  if (!score) return [];
  const { dimension, outcome } = score;
  const { style, width } = options;
  const evidence = outcome.__typename === 'Scored' ? outcome.evidence : [];
  const longest = Math.max(10, ...call.run.scores.map((one) => stringWidth(nameOf(call, one.dimension))));
  const label = `${padText(nameOf(call, dimension), longest)}  `;
  return [
    ...indentText(label, headOf(call, outcome), width).map((line, row) => (row === 0 ? style.bold(line) : line)),
    ...(isPrintedBefore(call, at) ? [] : indentText('  ', outcome.rationale, width)),
    ...evidence.flatMap((piece) => quoteLines(call, piece, options)),
  ];
};

/** Each dimension with its score or the reason for none, the rationale and the quotes. */
export const dimensionLines = (call: Call, options: PrintOptions): string[] =>
  call.run.scores.flatMap((_score, at) => {
    const lines = oneDimension(call, at, options);
    return lines.length > 1 ? ['', ...lines] : lines;
  });

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

/** Coaching for the representative: strengths, and each weak spot with a better wording. */
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

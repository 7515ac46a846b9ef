import stringWidth from 'string-width';
import type { Call, Evidence, Outcome } from './call.js';
import { explain } from './explain.js';
import { formatBar } from '../terminal/format-figures.js';
import { indentText, padText } from '../terminal/text-layout.js';
import type { PrintOptions } from '../terminal/print-options.js';
import { spokenBy } from './spoken-by.js';

const nameOf = ({ run }: Call, key: string): string =>
  run.rubricVersion?.dimensions.find((dimension) => dimension.key === key)?.name ?? key;

const headOf = (call: Call, outcome: Outcome): string => {
  if (outcome.__typename === 'Unscored') return `unscored: ${explain.reason(outcome.reason)} (${outcome.reason})`;
  const { min, max } = call.run.rubricVersion?.scale ?? { min: 0, max: 5 };
  return `${formatBar((outcome.value - min) / (max - min))}  ${outcome.value} / ${max}`;
};

const quoteLines = (call: Call, { quote, turn, startMs, status }: Evidence, { style, width }: PrintOptions) => [
  ...indentText('  > ', `“${quote}”`, width),
  ...indentText('    ', `${spokenBy(call, turn, startMs)}, ${explain.proof(status)}`, width).map(style.dim),
];

/** A reason that holds for several is said once: with the overall, or with the first of them. */
const saidBefore = ({ run }: Call, at: number): boolean => {
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
    ...(saidBefore(call, at) ? [] : indentText('  ', outcome.rationale, width)),
    ...evidence.flatMap((piece) => quoteLines(call, piece, options)),
  ];
};

/** Each dimension with its score or the reason for none, why, and the quotes that it rests on. */
export const dimensionLines = (call: Call, options: PrintOptions): string[] =>
  call.run.scores.flatMap((_score, at) => {
    const lines = oneDimension(call, at, options);
    return lines.length > 1 ? ['', ...lines] : lines;
  });

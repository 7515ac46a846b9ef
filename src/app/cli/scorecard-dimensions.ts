import type { Call, Evidence, Outcome } from './call.js';
import { explain } from './explain.js';
import { formatBar } from './format-figures.js';
import { indentText } from './indent-text.js';
import type { PrintOptions } from './print-options.js';
import { spokenBy } from './spoken-by.js';
import { padText } from './text-width.js';

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

/** The reason for all is said once, with the overall. */
const repeatsOverall = ({ run: { overall } }: Call, { rationale }: Outcome): boolean =>
  overall?.__typename === 'Unscored' && overall.rationale === rationale;

const oneDimension = (call: Call, dimension: string, outcome: Outcome, options: PrintOptions): string[] => {
  const { style, width } = options;
  const evidence = outcome.__typename === 'Scored' ? outcome.evidence : [];
  const longest = Math.max(10, ...call.run.scores.map((score) => nameOf(call, score.dimension).length));
  const label = `${padText(nameOf(call, dimension), longest)}  `;
  return [
    ...indentText(label, headOf(call, outcome), width).map((line, at) => (at === 0 ? style.bold(line) : line)),
    ...(repeatsOverall(call, outcome) ? [] : indentText('  ', outcome.rationale, width)),
    ...evidence.flatMap((piece) => quoteLines(call, piece, options)),
  ];
};

/** Each dimension with its score or the reason for none, why, and the quotes that it rests on. */
export const dimensionLines = (call: Call, options: PrintOptions): string[] =>
  call.run.scores.flatMap(({ dimension, outcome }) => {
    const lines = oneDimension(call, dimension, outcome, options);
    return lines.length > 1 ? ['', ...lines] : lines;
  });

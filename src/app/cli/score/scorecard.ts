import type { Call, CallResult, CallRun, Outcome } from './call.js';
import { explain } from './explain.js';
import { countOf } from '../../../text/count-of.js';
import { formatBar, formatClock, formatCost, formatSeconds } from '../terminal/format-figures.js';
import { indentText, printable } from '../terminal/text-layout.js';
import { coachingLines, dimensionLines } from './scorecard-details.js';
import type { PrintOptions } from '../terminal/print-options.js';

const BASELINE =
  'Scored by the offline lexical baseline: a demo, not a measurement. Set OPENAI_API_KEY and score again to have a model judge.';

const ROLE_NAMES = { REP: 'Rep', CUSTOMER: 'Customer' } as const;

/** Whose call it is by name, with the label that stands in the file where that is another one. */
const nameOf = (
  { representative }: Call,
  { name, speakerLabel, role }: Call['participants'][number],
  at: number,
): string => {
  const known = role === 'REP' && at === 0 ? representative?.name : undefined;
  if (known === undefined || known === (name ?? speakerLabel)) return name ?? speakerLabel;
  return `${known} (“${name ?? speakerLabel}” on the call)`;
};

const peopleLine = (call: Call, role: 'REP' | 'CUSTOMER'): string => {
  const { participants, company } = call;
  const people = participants.filter((person) => person.role === role);
  const names = people.slice(0, 6).map((person, at) => nameOf(call, person, at));
  const source = people[0] ? ` (${explain.roleSource(people[0].source)})` : '';
  const known = names.length > 0 ? `${names.join(', ')}${source}` : 'not known';
  return role === 'CUSTOMER' && company ? `${known}, ${company.name}` : known;
};

const factsOf = ({ format, turnCount, durationMs }: Call): string =>
  [
    format ?? 'format not known',
    turnCount === null ? '' : countOf(turnCount, 'turn'),
    durationMs === null ? '' : formatClock(durationMs),
  ]
    .filter((fact) => fact !== '')
    .join(', ');

const headLines = (file: string, call: Call, { style, width }: PrintOptions): string[] => [
  ...indentText('', call.title ?? file, width).map(style.bold),
  ...indentText('File      ', file, width),
  ...(['REP', 'CUSTOMER'] as const).flatMap((role) =>
    indentText(ROLE_NAMES[role].padEnd(10), peopleLine(call, role), width),
  ),
  ...indentText('Call      ', factsOf(call), width),
];

const overallText = (overall: Outcome, { rubricVersion }: CallRun): string => {
  if (overall.__typename === 'Unscored') return `Unscored: ${explain.reason(overall.reason)} (${overall.reason})`;
  const { min, max } = rubricVersion?.scale ?? { min: 0, max: 5 };
  return `${overall.value.toFixed(2)} / ${max}  ${formatBar((overall.value - min) / (max - min), 20)}`;
};

const overallLines = ({ run }: Call, { style, width }: PrintOptions): string[] => {
  const paint = run.status === 'SCORED' ? style.green : style.red;
  const status = `Status    ${paint(run.status)}`;
  if (!run.overall) return [status];
  const { overall } = run;
  const text = indentText('Overall   ', overallText(overall, run), width).map(style.bold);
  const why = overall.__typename === 'Unscored' ? indentText('          ', overall.rationale, width) : [];
  return [status, ...text, ...why];
};

const faultLines = ({ error }: CallResult, { style, width }: PrintOptions): string[] =>
  error ? indentText('Error     ', `${error.message} (${error.code})`, width).map(style.red) : [];

const violationLines = ({ run }: Call, { style, width }: PrintOptions): string[] => {
  if (run.status === 'SCORED' || run.violations.length === 0) return [];
  const lines = run.violations.flatMap(({ severity, code, message, path }) =>
    indentText('  - ', `${severity.toLowerCase()} ${code}: ${message} (at ${path === '' ? '/' : path})`, width),
  );
  return ['', style.bold('What the checks found'), ...lines];
};

const noteLines = ({ run, warnings }: Call, { style, width }: PrintOptions): string[] => {
  const flags = run.flags.filter((flag) => flag !== 'OFFLINE_BASELINE');
  const notes = [
    ...flags.map((flag) => `${explain.flag(flag)} (${flag})`),
    ...warnings.map(({ code, message }) => `${message} (${code})`),
  ];
  if (notes.length === 0) return [];
  return ['', style.bold('Good to know'), ...notes.flatMap((note) => indentText('  - ', note, width))];
};

const footLines = ({ run }: Call, { style, width }: PrintOptions): string[] => {
  const { promptVersion: prompt, rubricVersion: rubric } = run;
  const facts = [
    `cost ${formatCost(run.cost)}`,
    run.latencyMs === null ? '' : `${formatSeconds(run.latencyMs)} s`,
    run.spec.model,
    prompt ? `prompt ${prompt.promptKey} v${prompt.number}` : '',
    rubric ? `rubric ${rubric.key} v${rubric.version}` : '',
  ].filter((fact) => fact !== '');
  const offline = run.flags.includes('OFFLINE_BASELINE') ? indentText('', BASELINE, width).map(style.yellow) : [];
  return ['', ...indentText('', facts.join(' · '), width).map(style.dim), ...offline];
};

/** A result for people: a scorecard, or the fault of the file. Lines of at most `width` columns, but for commands to copy. */
export const scorecard = (result: CallResult, options: PrintOptions): string[] => {
  const { file, call } = result;
  const { style, width } = options;
  const rule = style.dim('─'.repeat(width));
  if (!call) return [rule, style.bold(printable(file)), ...faultLines(result, options)];
  return [
    rule,
    ...headLines(file, call, options),
    '',
    ...overallLines(call, options),
    ...faultLines(result, options),
    ...dimensionLines(call, options),
    ...coachingLines(call, options),
    ...violationLines(call, options),
    ...noteLines(call, options),
    ...namingHelp(file, call, options),
    ...footLines(call, options),
  ];
};

const MAX_PEOPLE = 8;

/** Quotes an argument for POSIX shells and PowerShell. */
const quoted = (word: string): string => (/^[\w./:@-]+$/.test(word) ? word : `"${word.replace(/["\\$`]/g, '\\$&')}"`);

/** Why a representative should be named; null if one is known. */
const question = ({ run }: Call): string | null => {
  const outcomes = [run.overall, ...run.scores.map(({ outcome }) => outcome)];
  const reasons = outcomes.flatMap((outcome) => (outcome?.__typename === 'Unscored' ? outcome.reason : []));
  if (reasons.includes('NO_REPRESENTATIVE')) return 'Who is the representative? Say so with one of these';
  if (!reasons.includes('NOT_A_SALES_CALL') || !run.flags.includes('NO_REPRESENTATIVE')) return null;
  return 'A sales call after all? Then say who the representative is';
};

/** If the representative is unknown: commands to copy that name each person on the call. */
export const namingHelp = (file: string, call: Call, { style }: PrintOptions): string[] => {
  const heading = question(call);
  const names = call.participants.map(({ name, speakerLabel }) => printable(name ?? speakerLabel));
  const commands = names
    .filter((name) => name !== '')
    .slice(0, MAX_PEOPLE)
    // Not wrapped: a command is copied as one line.
    .map((name) => `  npx debrief score ${quoted(printable(file))} --rep ${quoted(name)}`);
  return heading === null || commands.length === 0 ? [] : ['', style.bold(heading), ...commands];
};

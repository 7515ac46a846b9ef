import stringWidth from 'string-width';
import type { SetAsideReason, WordAccount } from '../../../plugin-api/index.js';
import { unaccountedWords } from '../../../transcripts/words/account-words.js';
import { explain } from '../score/explain.js';
import { formatClock } from '../terminal/format-figures.js';
import { indentText, printable, clipText, padText } from '../terminal/text-layout.js';
import type { Inspection } from './inspection.js';
import type { PrintOptions } from '../terminal/print-options.js';

const percent = (share: number): string => `${Math.round(share * 100)} %`;

const fact = (name: string, value: string, width: number): string[] => indentText(name.padEnd(12), value, width);

const formatOf = ({ format, confidence, metadata }: Inspection): string => {
  const second = metadata.runnerUp
    ? `; next ${metadata.runnerUp.format}, ${percent(metadata.runnerUp.confidence)}`
    : '';
  return `${format ?? 'not known'} (${percent(confidence)}${second})`;
};

const languageOf = (tag: string | undefined): string => (tag === undefined || tag === 'und' ? 'not known' : tag);

const factLines = (inspection: Inspection, { width }: PrintOptions): string[] => {
  const { title, startedAt, durationMs, language, externalRef } = inspection.metadata;
  const duration = typeof durationMs === 'number' ? formatClock(durationMs) : 'not known';
  return [
    ...fact('Format', formatOf(inspection), width),
    ...fact('Encoding', inspection.encoding ?? 'not known', width),
    ...fact('Title', title ?? 'none', width),
    ...(startedAt ? fact('Started', startedAt, width) : []),
    ...fact('Duration', duration, width),
    ...fact('Language', languageOf(language), width),
    ...(externalRef ? fact('Reference', externalRef, width) : []),
  ];
};

const personLines = ({ participants }: Inspection, { width }: PrintOptions): string[] =>
  participants.flatMap(({ name, speakerLabel, email, affiliation, role, roleSource, confidence }) => {
    const label = name !== null && name !== speakerLabel ? `, in the file “${speakerLabel}”` : '';
    const more = [email, affiliation].filter((one) => one !== null).map((one) => `, ${one}`);
    const sure = roleSource === 'NONE' ? '' : `, ${percent(confidence)}`;
    const who = `${name ?? speakerLabel}: ${role}, ${explain.roleSource(roleSource)} (${roleSource}${sure})`;
    return indentText('  - ', `${who}${label}${more.join('')}`, width);
  });

const warningLines = ({ warnings }: Inspection, { width }: PrintOptions): string[] =>
  warnings.flatMap(({ code, message }) => indentText('  - ', `${message} (${code})`, width));

const REASONS: Readonly<Record<SetAsideReason, string>> = {
  HEADER: 'above the first words',
  TIMING: 'times',
  LABEL: 'names of speakers',
  METADATA: 'ids and other fields',
  MARKUP: 'tags',
  NOTICE: 'remarks of the tool that made the file',
  STAGE_DIRECTION: 'pauses, sounds and actions',
  NOT_A_PERSON: 'said by no person',
  NOT_SPEECH_RECORD: 'records that are not speech',
  SUPERSEDED_PARTIAL: 'replaced by a later state',
  ALTERNATIVE: 'less likely guesses of the speech recognition',
  REPEATED: 'the same words once more',
  ANALYSIS: 'texts about the call',
};

/** In the turns, set aside by reason, and what is neither; in all, the words of the file. */
const wordLines = (account: WordAccount, { width, style }: PrintOptions): string[] => {
  const missing = unaccountedWords(account);
  const rows: readonly (readonly [number, string])[] = [
    [account.inTurns, 'in the turns'],
    ...account.setAside.map(({ reason, words }) => [words, `${REASONS[reason]} (${reason})`] as const),
    ...(missing === 0 ? [] : [[missing, 'neither (WORDS_UNACCOUNTED)'] as const]),
  ];
  const digits = String(account.inFile).length;
  return [
    style.bold(`Words of the file (${account.inFile})`),
    ...rows.flatMap(([words, what]) => indentText(`  ${String(words).padStart(digits)}  `, what, width)),
  ];
};

const MAX_SPEAKER = 20;

const turnLines = ({ turns }: Inspection, { width, style }: PrintOptions): string[] => {
  const timed = turns.some(({ startMs }) => startMs !== null);
  const cells = turns.map(({ index, startMs, speaker, role, doubt }) => [
    String(index),
    ...(timed ? [startMs === null ? '–' : formatClock(startMs)] : []),
    clipText(printable(speaker), MAX_SPEAKER),
    doubt ? `${role}?` : role,
  ]);
  const head = ['#', ...(timed ? ['time'] : []), 'speaker', 'role'];
  const widths = head.map((title, at) =>
    cells.reduce((most, row) => Math.max(most, stringWidth(row[at] ?? '')), stringWidth(title)),
  );
  const line = (row: readonly string[]): string =>
    row.map((cell, at) => `${padText(cell, widths[at] ?? 0, at === 0 ? 'right' : 'left')}  `).join('');
  return [
    style.dim(`${line(head)}text`),
    ...turns.flatMap(({ text }, at) => indentText(line(cells[at] ?? []), text, width)),
  ];
};

const MAX_CALLS = 50;

/** A file of several calls has no participants and turns of its own. */
const callLines = (
  inspection: Inspection,
  calls: NonNullable<Inspection['calls']>,
  { width, style }: PrintOptions,
): string[] => [
  ...fact('Format', formatOf(inspection), width),
  ...fact('Encoding', inspection.encoding ?? 'not known', width),
  '',
  style.bold(`Calls (${calls.length})`),
  ...calls.slice(0, MAX_CALLS).flatMap(({ title, externalRef, fileName }) => {
    const reference = externalRef === null ? '' : `, reference ${externalRef}`;
    return indentText('  - ', printable(`${title ?? fileName}${reference}`), width);
  }),
  ...(calls.length > MAX_CALLS ? [`  and ${calls.length - MAX_CALLS} more`] : []),
  '',
  'Uploaded, each becomes a transcript of its own.',
];

/** An inspection for people, in lines of at most `width` columns. */
export const inspectionLines = (inspection: Inspection, options: PrintOptions): string[] => {
  const { style } = options;
  const { participants, warnings, turns, calls, words } = inspection;
  if (calls) return callLines(inspection, calls, options);
  return [
    ...factLines(inspection, options),
    '',
    style.bold(`Participants (${participants.length})`),
    ...personLines(inspection, options),
    ...(warnings.length > 0
      ? ['', style.bold(`Warnings (${warnings.length})`), ...warningLines(inspection, options)]
      : []),
    '',
    ...(words === undefined ? [] : [...wordLines(words, options), '']),
    style.bold(`Turns (${turns.length})`),
    ...turnLines(inspection, options),
  ];
};

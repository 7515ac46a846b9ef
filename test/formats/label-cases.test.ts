import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { silentLogger } from '../../src/logging/logger.js';
import { loadPlugins, type PluginRuntime } from '../../src/plugin-host/load-plugins.js';
import { normalizeFile } from '../../src/transcripts/normalizing/normalize-file.js';

let runtime: PluginRuntime;

beforeAll(async () => {
  runtime = await loadPlugins({
    entries: [{ name: './plugins/transcript-formats' }],
    resolveFrom: new URL('../..', import.meta.url).pathname,
    logger: silentLogger,
    secrets: () => undefined,
  });
});
afterAll(() => runtime.dispose());

/** Words that each person says, by label; null where the text is no transcript. */
const wordsBySpeaker = (bytes: Buffer): Record<string, number> | null => {
  const result = normalizeFile(bytes, { parsers: runtime.catalog.parsers });
  if (result.outcome !== 'NORMALIZED') return null;
  const { turns, participants } = result.transcript;
  const words: Record<string, number> = {};
  for (const { participant, text } of turns) {
    const label = participants[participant]?.speakerLabel ?? '';
    words[label] = (words[label] ?? 0) + text.split(/\s+/).length;
  }
  return words;
};

const caseFile = (name: string): Buffer => readFileSync(new URL(`cases/${name}`, import.meta.url));

/** In nearly all files one sells with 78 words, and the other one buys with 82. */
const two = (rep: string, customer: string): Record<string, number> => ({ [rep]: 78, [customer]: 82 });
const T = 'Tamsin Holloway';
const R = 'Ruben Castellan';

describe('labels of files from the field', () => {
  test.each([
    ['lab-can', two(T, 'Can Özdemir')],
    ['lab-degree', two(T, 'Castellan, Ruben, MBA')],
    ['lab-do', two(T, 'Do Thi Hoa')],
    ['lab-email', two('tamsin@nimbus.example', 'ruben.castellan@brightwell.example')],
    ['lab-emoji', two('🎯 Tamsin Holloway', 'Ruben 🚚 Castellan')],
    ['lab-hebrew', two('תמסין הולוויי', 'ראובן קסטלן')],
    ['lab-long', two(T, 'Ruben Castellan | Regional Supply Chain Director EMEA | Brightwell Foods')],
    ['lab-lower', two('tamsin', 'ruben c')],
    ['lab-my', two('My Nguyen', R)],
    ['lab-prof', two(T, 'Prof. Ruben Castellan')],
    ['lab-pronoun', two('Tamsin Holloway (she/her) | Nimbus', 'Ruben Castellan - Brightwell Foods (he/him)')],
    ['lab-room', two(T, 'Brightwell HQ 4th floor (12)')],
    ['lab-rtlmark', two(T, R)],
    ['lab-so', two('So Young Kim', R)],
    ['lab-will', two('Will Holloway', R)],
    ['will-third', { [T]: 78, [R]: 82, 'Will Ashdown': 48 }],
  ])('%s, as text and as captions', (name, expected) => {
    expect(wordsBySpeaker(caseFile(`${name}.txt`))).toEqual(expected);
    expect(wordsBySpeaker(caseFile(`${name}.vtt`))).toEqual(expected);
  });

  test.each([
    ['arabicname', T, 'Abd al-Rahman bin Khalid bin Saud Al Mansour Castellan'],
    ['at', T, 'Ruben at Brightwell'],
    ['dept', T, 'Ruben Castellan / Purchasing; Stores'],
    ['esq', T, 'Castellan Ruben, Dipl.-Ing., MBA'],
    ['initials', T, 'J. R. R. Castellan'],
    ['it', T, 'Brightwell IT'],
    ['it2', T, 'Ruben Castellan, Head of IT'],
    ['mark', 'Mark Holloway', 'May Castellan'],
    ['mmr', T, 'Messrs. Castellan'],
    ['part', T, 'Line 2'],
    ['price', 'Holloway', 'Price'],
    ['q', T, 'Ruben?'],
    ['quote', T, 'Ruben "Ruby" Castellan'],
    ['room2', T, 'Unit 4 Meeting Room'],
    ['slash', T, 'Ruben/Brightwell'],
    ['suffix', T, 'Ruben Castellan, M.D., Ph.D.'],
    ['surname-so', T, 'Kelvin So'],
    ['surname-will', T, 'George Will'],
    ['with', T, 'Ruben with Brightwell'],
    ['year', T, 'Brightwell (2024)'],
  ])('nm-%s: %s and %s', (name, rep, customer) => {
    expect(wordsBySpeaker(caseFile(`nm-${name}.vtt`))).toEqual(two(rep, customer));
  });

  const LAYOUTS = [
    ...['bold.md', 'brackets.txt', 'fathom.txt', 'meet.txt', 'otter.txt'],
    ...['teams.txt', 'teams.vtt', 'zoomcc.txt'],
  ].map((layout) => `-${layout}`);
  test.each([...LAYOUTS, '.srt'])('fmt-will%s and fmt-prof%s', (layout) => {
    expect(wordsBySpeaker(caseFile(`fmt-will${layout}`))).toEqual(two('Will Holloway', R));
    expect(wordsBySpeaker(caseFile(`fmt-prof${layout}`))).toEqual(two(T, 'Prof. Ruben Castellan'));
  });

  test.each([
    ['01-zoom-will.vtt', { 'Dana Whitfield': 37, 'Will Corcoran': 39 }],
    ['03-zoom-from-company.vtt', { 'Dana Whitfield': 37, 'Sam from Halden': 39 }],
    ['05-zoom-label-once.vtt', { 'Dana Whitfield': 38, 'Marcus Oyelaran': 29, Louis: 9 }],
    ['06-text-will.txt', { 'Dana Whitfield': 37, 'Will Corcoran': 39 }],
    ['07-agent-user.txt', { Agent: 37, User: 39 }],
    ['c-brackets.txt', two('TAMSIN', 'RUBEN')],
    ['c-brackets.srt', two('TAMSIN', 'RUBEN')],
    ['c-brackets-sp.txt', two('SPEAKER_00', 'SPEAKER_01')],
    ['c-brackets-sp2.txt', two('SPEAKER_00', 'SPEAKER_01')],
    ['c-speakerno.csv', two('Speaker 0', 'Speaker 1')],
    ['c-speakerno.srt', two('speaker 0', 'speaker 1')],
    ['c-speakerno.txt', two('speaker 0', 'speaker 1')],
    ['c-speakerno.vtt', two('Speaker0', 'Speaker1')],
    ['c-speakerno-plain.vtt', two('speaker 0', 'speaker 1')],
    ['e-moss-line.txt', two('S01', 'S02')],
  ])('%s', (name, expected) => {
    expect(wordsBySpeaker(caseFile(name))).toEqual(expected);
  });
});

const ASKED = [
  ['Thanks for making the time today, how has the week been?', 'Busy, honestly, we closed the quarter on Friday.'],
  ['Could you walk me through how orders reach you?', 'Sixty percent come in by fax, the rest by email.'],
  ['And what happens when somebody is out sick?', 'Then we ship a day late and lose money over it.'],
  ['What would it be worth to you per year?', 'Maybe a hundred thousand, I need to check with finance.'],
] as const;

/** Names as people and rooms give them to themselves. */
const NAMES = [
  ...[
    'Will',
    'Can',
    'My',
    'Do',
    'So',
    'Price',
    'Note',
    'Date',
    'The Wolf',
    'It Guy',
    'Is Dal',
    'Prof. Smith',
    'Dr. Be',
  ],
  ...['Josh Roberts, MBA', 'Smith, J., PhD', 'Sam from Halden', 'Alex for Nimbus', 'Team at Halden', 'Kim @ Halden'],
  ...['Room 4', 'Board Room 2.1', 'Line 3', 'iPhone von Eva', 'eva', 'e.v.a', 'Eva "Evi" Lang', "Eva's iPad", 'Eva?'],
  ...[
    'Eva & Jon',
    'Eva + Jon',
    'Eva / Jon',
    'Lang; Eva',
    'Eva – Halden',
    'Eva (guest) [Halden]',
    '+1 555-0100 ext',
    '李雷',
    'Łukasz Że',
  ],
  'Ana Maria de la Concepción Fernández de Castro y Ruiz de Alarcón | Head of Purchasing, Southern Europe | Halden',
];

type Layout = (turns: readonly (readonly [speaker: string, text: string])[]) => string;

const clock = (at: number): string => `00:0${Math.floor(at / 6)}:${String((at % 6) * 10).padStart(2, '0')}`;

const LAYOUTS: Readonly<Record<string, Layout>> = {
  text: (turns) => turns.map(([name, text]) => `${name}: ${text}`).join('\n'),
  'text with times': (turns) => turns.map(([name, text], at) => `[${clock(at)}] ${name}: ${text}`).join('\n'),
  'bold names': (turns) => turns.map(([name, text]) => `**${name}:** ${text}`).join('\n\n'),
  webvtt: (turns) =>
    `WEBVTT\n\n${turns.map(([name, text], at) => `${clock(at)}.000 --> ${clock(at)}.900\n${name}: ${text}`).join('\n\n')}\n`,
  srt: (turns) =>
    turns.map(([name, text], at) => `${at + 1}\n${clock(at)},000 --> ${clock(at)},900\n${name}: ${text}\n`).join('\n'),
  'voice tags': (turns) =>
    `WEBVTT\n\n${turns.map(([name, text], at) => `${clock(at)}.000 --> ${clock(at)}.900\n<v ${name.replaceAll('&', '&amp;')}>${text}</v>`).join('\n\n')}\n`,
  sbv: (turns) => turns.map(([name, text], at) => `${clock(at)}.000,${clock(at)}.900\n${name}: ${text}\n`).join('\n'),
  csv: (turns) =>
    ['speaker,text', ...turns.map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','))].join(
      '\n',
    ),
  fathom: (turns) =>
    `Order check - January 29\nVIEW RECORDING - 2 mins (No highlights): https://fathom.video/share/x\n\n---\n\n${turns
      .map(([name, text], at) => `${clock(at).slice(1)} - ${name}\n  ${text}\n`)
      .join('\n')}`,
  'zoom captions': (turns) =>
    turns.map(([name, text], at) => `[${name}] 10:${clock(at).slice(3)}\n${text}\n`).join('\n'),
  teams: (turns) => turns.map(([name, text], at) => `${name}   ${clock(at).slice(1)}\n${text}\n`).join('\n'),
  'time behind the name': (turns) => turns.map(([name, text], at) => `${name} (${clock(at)}): ${text}`).join('\n'),
  'name above the words': (turns) => turns.map(([name, text]) => `${name}:\n${text}\n`).join('\n'),
  otter: (turns) => turns.map(([name, text], at) => `${name}  ${clock(at).slice(3)}  \n${text}\n`).join('\n'),
};

describe.each(Object.entries(LAYOUTS))('%s', (_layout, write) => {
  test.each(NAMES)('gives %s what that person says, and nobody else', (name) => {
    const turns = ASKED.flatMap(([question, answer]) => [
      ['Dana Whitfield', question] as const,
      [name, answer] as const,
    ]);
    const words = wordsBySpeaker(Buffer.from(write(turns)));
    expect(Object.values(words ?? {})).toEqual([37, 39]);
  });

  test.each(NAMES)('gives %s as a third person what that person says, and nobody else', (name) => {
    const turns = ASKED.flatMap(([question, answer], at) => [
      ['Dana Whitfield', question] as const,
      ['Marcus Oyelaran', answer] as const,
      ...(at % 2 === 1 ? [[name, 'I would like to add one more thing here.'] as const] : []),
    ]);
    const words = wordsBySpeaker(Buffer.from(write(turns)));
    expect(Object.values(words ?? {}).toSorted((a, b) => a - b)).toEqual([18, 37, 39]);
  });
});

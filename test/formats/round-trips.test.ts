import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { normalizeWith } from './support.js';

/** Who said what and when, in any format. */
interface Said {
  readonly speaker: string;
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number;
}

/** What of a turn a form carries: times in steps of so many milliseconds, ends or none. */
interface Form {
  readonly fileName: string;
  readonly stepMs: number | null;
  readonly hasEnds: boolean;
  readonly render: (said: readonly Said[]) => string;
}

const form = (fileName: string, stepMs: number | null, hasEnds: boolean, render: Form['render']): Form => ({
  fileName,
  stepMs,
  hasEnds,
  render,
});

const clock = (ms: number, point = '.'): string => new Date(ms).toISOString().slice(11, 23).replace('.', point);
const shortClock = (ms: number): string => clock(ms).slice(0, 8);
const markup = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const lines = (said: readonly Said[], line: (one: Said, at: number) => string): string => said.map(line).join('\n');

const FORMS: readonly Form[] = [
  form('voices.vtt', 1, true, (said) =>
    [
      'WEBVTT',
      '',
      lines(
        said,
        (one) => `${clock(one.startMs)} --> ${clock(one.endMs)}\n<v ${markup(one.speaker)}>${markup(one.text)}</v>\n`,
      ),
    ].join('\n'),
  ),
  form('zoom.vtt', 1, true, (said) =>
    [
      'WEBVTT',
      '',
      lines(
        said,
        (one, at) => `${at + 1}\n${clock(one.startMs)} --> ${clock(one.endMs)}\n${one.speaker}: ${markup(one.text)}\n`,
      ),
    ].join('\n'),
  ),
  form('call.srt', 1, true, (said) =>
    lines(
      said,
      (one, at) =>
        `${at + 1}\n${clock(one.startMs, ',')} --> ${clock(one.endMs, ',')}\n${one.speaker}: ${markup(one.text)}\n`,
    ),
  ),
  form('call.csv', 1, true, (said) =>
    [
      'speaker,start_ms,end_ms,text',
      lines(said, (one) => [cell(one.speaker), one.startMs, one.endMs, cell(one.text)].join(',')),
    ].join('\n'),
  ),
  form('seconds.tsv', 1, true, (said) =>
    [
      'Start\tEnd\tSpeaker\tText',
      lines(said, (one) => [one.startMs / 1000, one.endMs / 1000, one.speaker, cell(one.text)].join('\t')),
    ].join('\n'),
  ),
  form('list.json', 1, true, (said) =>
    JSON.stringify(
      said.map((one) => ({ speaker: one.speaker, start: one.startMs / 1000, end: one.endMs / 1000, text: one.text })),
    ),
  ),
  form('gong.json', 1, true, (said) =>
    JSON.stringify({
      callTranscripts: [
        {
          callId: '7782342274025937895',
          transcript: said.map(({ speaker, startMs, endMs, text }) => ({
            speakerId: speaker,
            sentences: [{ start: startMs, end: endMs, text }],
          })),
        },
      ],
    }),
  ),
  form('call.txt', null, false, (said) => lines(said, ({ speaker, text }) => `${speaker}: ${text}`)),
  form('timed.txt', 1000, false, (said) =>
    lines(said, ({ speaker, startMs, text }) => `[${shortClock(startMs)}] ${speaker}: ${text}`),
  ),
  form('call.md', null, false, (said) => lines(said, ({ speaker, text }) => `**${speaker}:** ${text}\n`)),
];

const SPEAKERS = ['Dana Whitfield', 'Priya Nair', 'José Álvarez', "Pat O'Neil"];

const word = fc.oneof(
  { weight: 8, arbitrary: fc.stringMatching(/^[a-zà-öø-ü]{1,9}$/) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '10:30',
      '3,000',
      '50%',
      'R&D',
      '“so',
      'called”',
      'it’s',
      '€40',
      '日本',
      '👍',
      'a;b',
      'x/y',
    ),
  },
);

const sentence = fc
  .tuple(fc.array(word, { minLength: 3, maxLength: 14 }), fc.constantFrom('.', '?', '!', ' — okay.'))
  .map(([words, end]) => `So ${words.join(' ')}${end}`);

/** Calls of two to four people, none with two turns in a row, at a plausible rate of speech. */
const calls = fc
  .array(fc.record({ text: sentence, speaker: fc.nat(2), pauseMs: fc.integer({ min: 0, max: 3000 }) }), {
    minLength: 6,
    maxLength: 16,
  })
  .map((drawn) => {
    let [now, last] = [1000, 0];
    return drawn.map(({ text, speaker, pauseMs }): Said => {
      last = (last + 1 + (speaker % 2)) % 3;
      const startMs = now + pauseMs;
      now = startMs + text.split(' ').length * 400 + 137;
      return { speaker: SPEAKERS[last] ?? '', text, startMs, endMs: now };
    });
  });

const carried = ({ stepMs, hasEnds }: Form, { speaker, text, startMs, endMs }: Said) => ({
  speaker,
  text,
  startMs: stepMs === null ? null : startMs - (startMs % stepMs),
  endMs: hasEnds ? endMs : null,
});

describe('turns rendered and read back', () => {
  it.each(FORMS.map((one) => [one.fileName, one] as const))('%s', (fileName, one) => {
    fc.assert(
      fc.property(calls, (said) => {
        const result = normalizeWith(Buffer.from(one.render(said)), { fileName });
        if (result.outcome !== 'NORMALIZED') throw new Error(JSON.stringify(result));
        const { participants, turns } = result.transcript;
        const read = turns.map(({ participant, text, startMs, endMs }) => ({
          speaker: participants[participant]?.speakerLabel,
          text,
          startMs,
          endMs,
        }));
        expect(read).toEqual(said.map((turn) => carried(one, turn)));
      }),
      { numRuns: 60 },
    );
  });
});

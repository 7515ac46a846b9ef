import { describe, expect, it } from '@jest/globals';
import type { TranscriptParser } from 'debrief/plugin-api';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { sbv } from './sbv.js';
import { srt } from './srt.js';
import { parsedBy, sourceOf } from '../test-support.js';
import { webvtt } from './webvtt.js';

/** Who said what and when. */
interface Said {
  readonly speaker: string;
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number;
}

const WORDS = [
  'we',
  'Größe',
  '2024',
  '5 < 6',
  'R&D',
  'at 10:30',
  'so: yes',
  '--',
  '“fine”',
  'NOTE',
  'a > b',
  '価格',
  '50%',
  '{x}',
];
const words = fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 6 }).map((list) => `so ${list.join(' ')}`);
const said = fc
  .record({ text: words, startMs: fc.integer({ min: 0, max: 500_000_000 }), length: fc.integer({ min: 0, max: 9000 }) })
  .map(({ text, startMs, length }) => ({ text, startMs, endMs: startMs + length }));
const call = fc
  .array(said, { minLength: 4, maxLength: 12 })
  .map((list) => list.map((cue, at): Said => ({ ...cue, speaker: at % 2 === 0 ? 'Dana Whitfield' : 'Priya Nair' })));

const two = (value: number): string => String(value).padStart(2, '0');

function clock(ms: number, point: string): string {
  const seconds = Math.floor(ms / 1000);
  const whole = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return `${whole}${point}${String(ms % 1000).padStart(3, '0')}`;
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const times = ({ startMs, endMs }: Said, point: string): string =>
  `${clock(startMs, point)} --> ${clock(endMs, point)}`;

const unpadded = (ms: number): string => {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 3600)}:${Math.floor(seconds / 60) % 60}:${seconds % 60}.${ms % 1000}`;
};

const TWINS: readonly (readonly [name: string, parser: TranscriptParser, render: (cues: readonly Said[]) => string])[] =
  [
    [
      'Zoom',
      webvtt,
      (cues) =>
        `WEBVTT\n\n${cues.map((cue, at) => `${at + 1}\n${times(cue, '.')}\n${cue.speaker}: ${escaped(cue.text)}\n`).join('\n')}`,
    ],
    [
      'Teams',
      webvtt,
      (cues) =>
        `WEBVTT\n\n${cues.map((cue) => `${times(cue, '.')}\n<v ${cue.speaker}>${escaped(cue.text)}</v>\n`).join('\n')}`,
    ],
    [
      'Graph',
      webvtt,
      (cues) =>
        `WEBVTT\n\n0:0:0.0 --> 0:0:0.0\n<v Nobody>...</v>\n\n${cues.map((cue) => `${unpadded(cue.startMs)} --> ${unpadded(cue.endMs)}\n<v ${cue.speaker}>${escaped(cue.text)}</v>\n`).join('\n')}`,
    ],
    [
      'Graph metadata',
      webvtt,
      (cues) =>
        `WEBVTT\n\n${cues.map((cue) => `${times(cue, '.')}\n${JSON.stringify({ speakerName: cue.speaker, spokenText: cue.text })}\n`).join('\n')}`,
    ],
    [
      'Webex',
      webvtt,
      (cues) =>
        `WEBVTT\n\n${cues.map((cue, at) => `${at + 1} "${cue.speaker}" (7)\n${times(cue, '.')}\n${escaped(cue.text)}\n`).join('\n')}`,
    ],
    [
      'SRT',
      srt,
      (cues) =>
        cues.map((cue, at) => `${at + 1}\n${times(cue, ',')}\n${cue.speaker}: ${escaped(cue.text)}\n`).join('\n'),
    ],
    [
      'SRT without blank lines',
      srt,
      (cues) => cues.map((cue, at) => `${at + 1}\n${times(cue, ',')}\n${cue.speaker}: ${escaped(cue.text)}\n`).join(''),
    ],
    [
      'SBV',
      sbv,
      (cues) =>
        cues
          .map((cue) => `${clock(cue.startMs, '.')},${clock(cue.endMs, '.')}\n${cue.speaker}: ${escaped(cue.text)}\n`)
          .join('\n'),
    ],
  ];

const read = (parser: TranscriptParser, text: string): Said[] =>
  parsedBy(parser, text)
    .cues.filter(({ speaker }) => speaker !== 'Nobody')
    .map(({ speaker, text: words, startMs, endMs }) => ({
      speaker: speaker ?? '',
      text: words,
      startMs: startMs ?? -1,
      endMs: endMs ?? -1,
    }));

describe.each(TWINS)('%s', (_name, parser, render) => {
  it('gives back what was written', () => {
    fc.assert(
      fc.property(call, (cues) => expect(read(parser, render(cues))).toEqual(cues)),
      { numRuns: 60 },
    );
  });

  it('means the same with CRLF, CR and a byte order mark', () => {
    fc.assert(
      fc.property(call, fc.constantFrom('\r\n', '\r'), (cues, lineEnd) => {
        const text = render(cues);
        expect(read(parser, `\uFEFF${text.replaceAll('\n', lineEnd)}`)).toEqual(read(parser, text));
      }),
      { numRuns: 20 },
    );
  });

  it('never throws on a file that was cut or damaged, and its offsets stay inside', () => {
    fc.assert(
      fc.property(call, fc.nat(2000), fc.nat(2000), fc.string({ maxLength: 3 }), (cues, cut, at, damage) => {
        const whole = render(cues).slice(0, cut);
        const text = whole.slice(0, at) + damage + whole.slice(at + 1);
        parser.detect(sourceOf(text));
        const result = parser.parse(sourceOf(text), {});
        const offsets = result.outcome === 'PARSED' ? result.cues.map(({ offset }) => offset) : [];
        expect(offsets.every(([start, end]) => 0 <= start && start <= end && end <= text.length)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

describe('truncation', () => {
  it.each([
    ['webvtt-youtube.vtt', webvtt],
    ['webvtt-graph-metadata.vtt', webvtt],
    ['webvtt-teams.vtt', webvtt],
    ['srt-loose.srt', srt],
    ['sbv-names.sbv', sbv],
  ])('of %s at any character is no fault', (name, parser) => {
    const text = readFileSync(new URL(`../samples/${name}`, import.meta.url), 'utf8');
    for (let length = 0; length < text.length; length += 7) {
      const result = parser.parse(sourceOf(text.slice(0, length)), {});
      expect(result.outcome === 'REFUSED' ? result.code : result.outcome).toMatch(/^(?:PARSED|TRANSCRIPT_EMPTY)$/);
    }
  });
});

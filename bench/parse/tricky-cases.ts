import type { CaptionKind, ReadCue } from './readers.js';

export interface TrickyCase {
  readonly name: string;
  readonly kind: CaptionKind;
  readonly text: string;
  /** Expected cues. Cues of the same time are compared as one. */
  readonly cues: readonly ReadCue[];
}

type Expected = readonly [startMs: number, endMs: number, text: string];

const vtt = (name: string, body: string, ...cues: Expected[]): TrickyCase => tricky('vtt', name, body, cues);
const srt = (name: string, body: string, ...cues: Expected[]): TrickyCase => tricky('srt', name, body, cues);

const tricky = (kind: CaptionKind, name: string, text: string, cues: readonly Expected[]): TrickyCase => ({
  name,
  kind,
  text,
  cues: cues.map(([startMs, endMs, said]) => ({ startMs, endMs, text: said })),
});

const HI: Expected = [1000, 2000, 'Hi there.'];
const YES: Expected = [2000, 3500, 'Yes, hello.'];
const VTT_HI = '00:00:01.000 --> 00:00:02.000\nHi there.\n';
const VTT_YES = '00:00:02.000 --> 00:00:03.500\nYes, hello.\n';
const SRT_HI = '00:00:01,000 --> 00:00:02,000\nHi there.\n';
const SRT_YES = '00:00:02,000 --> 00:00:03,500\nYes, hello.\n';
const UUID = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';

/** Small files as tools write them, each with one peculiarity that some library gets wrong. */
export const TRICKY_CASES: readonly TrickyCase[] = [
  vtt('no blank lines between cues', `WEBVTT\n\n1\n${VTT_HI}2\n${VTT_YES}`, HI, YES),
  vtt('header metadata', `WEBVTT\nKind: captions\nLanguage: en\n\n${VTT_HI}\n${VTT_YES}`, HI, YES),
  vtt('no blank line after the signature', `WEBVTT\n${VTT_HI}\n${VTT_YES}`, HI, YES),
  vtt('ids of Teams', `WEBVTT\n\n${UUID}/1-0\n${VTT_HI}\n${UUID}/2-0\n${VTT_YES}`, HI, YES),
  vtt('ids of Webex', `WEBVTT\n\n1 "" (0)\n${VTT_HI}\n2 "Ann Lee" (12)\n${VTT_YES}`, HI, YES),
  vtt(
    'unpadded times, fraction in ms (Graph)',
    'WEBVTT\n\n0:0:1.0 --> 0:0:6.90\n<v Ann>Hi there.</v>\n\n0:0:6.90 --> 0:0:6.500\n<v Bo>Yes, hello.</v>\n',
    [1000, 6090, 'Hi there.'],
    [6090, 6500, 'Yes, hello.'],
  ),
  vtt('commas in times', `WEBVTT\n\n${SRT_HI}\n${SRT_YES}`, HI, YES),
  vtt('no hours', 'WEBVTT\n\n00:01.000 --> 00:02.000\nHi there.\n\n00:02.000 --> 00:03.500\nYes, hello.\n', HI, YES),
  vtt('100 hours and more', 'WEBVTT\n\n100:00:01.000 --> 100:00:02.000\nHi there.\n', [
    360_001_000,
    360_002_000,
    'Hi there.',
  ]),
  vtt('a cue of no length', `WEBVTT\n\n00:00:01.000 --> 00:00:01.000\nHi.\n\n${VTT_YES}`, [1000, 1000, 'Hi.'], YES),
  vtt('byte order mark and CRLF', `\uFEFFWEBVTT\n\n1\n${VTT_HI}\n2\n${VTT_YES}`.replaceAll('\n', '\r\n'), HI, YES),
  vtt('CR alone', `WEBVTT\n\n${VTT_HI}\n${VTT_YES}`.replaceAll('\n', '\r'), HI, YES),
  vtt(
    'style, region and note',
    `WEBVTT\n\nSTYLE\n::cue { color: red }\n\nREGION\nid:a\n\nNOTE\nnot said\n\n${VTT_HI}\n${VTT_YES}`,
    HI,
    YES,
  ),
  vtt(
    'speech that begins like a note',
    `WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nnote that it costs\nNOTE well\n\n${VTT_YES}`,
    [1000, 2000, 'note that it costs NOTE well'],
    YES,
  ),
  vtt(
    'raw < and &',
    `WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nR&D is < 5 & falling\n\n${VTT_YES}`,
    [1000, 2000, 'R&D is < 5 & falling'],
    YES,
  ),
  vtt(
    'entities, inner times, unclosed voice',
    'WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Ann>Q&amp;A <00:00:01.500>at 5 &lt; 6\n',
    [1000, 2000, 'Q&A at 5 < 6'],
  ),
  vtt(
    'several voices in one cue',
    'WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Ann>Hi there.</v>\n<v Bo>Hello.</v>\n',
    [1000, 2000, 'Hi there. Hello.'],
  ),
  vtt('settings after the end', `WEBVTT\n\n${VTT_HI.replace('2.000\n', '2.000 align:start line:84%\n')}`, HI),
  vtt('a line of one blank inside a cue', 'WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nHi\n \nthere.\n', [
    1000,
    2000,
    'Hi there.',
  ]),
  vtt('an empty cue', `WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n\n${VTT_HI}\n${VTT_YES}`, HI, YES),
  srt('no blank lines between cues', `1\n${SRT_HI}2\n${SRT_YES}`, HI, YES),
  srt('dots in times', `1\n${VTT_HI}\n2\n${VTT_YES}`, HI, YES),
  srt(
    'short fractions',
    '1\n00:00:01,0 --> 00:00:02,00\nHi there.\n\n2\n0:00:02 --> 0:00:03,5\nYes, hello.\n',
    HI,
    YES,
  ),
  srt('no index', `${SRT_HI}\n${SRT_YES}`, HI, YES),
  srt(
    'no blanks at the arrow, coordinates',
    '1\n00:00:01,000-->00:00:02,000 X1:40 X2:600 Y1:20 Y2:50\nHi there.\n\n2\n00:00:02,000-->00:00:03,500\nYes, hello.\n',
    HI,
    YES,
  ),
  srt('100 hours and more', '1\n100:00:01,000 --> 100:00:02,000\nHi there.\n', [360_001_000, 360_002_000, 'Hi there.']),
  srt('words that are digits', `1\n00:00:01,000 --> 00:00:02,000\n2024\n\n2\n${SRT_YES}`, [1000, 2000, '2024'], YES),
  srt('a blank line inside a cue', `1\n00:00:01,000 --> 00:00:02,000\nHi\n\nthere.\n\n2\n${SRT_YES}`, HI, YES),
  srt('an empty cue', `1\n00:00:00,000 --> 00:00:01,000\n\n2\n${SRT_HI}\n3\n${SRT_YES}`, HI, YES),
  srt('a cue of no length', `1\n00:00:01,000 --> 00:00:01,000\nHi.\n\n2\n${SRT_YES}`, [1000, 1000, 'Hi.'], YES),
  srt('byte order mark and CRLF', `\uFEFF1\n${SRT_HI}\n2\n${SRT_YES}`.replaceAll('\n', '\r\n'), HI, YES),
  srt('CR alone', `1\n${SRT_HI}\n2\n${SRT_YES}`.replaceAll('\n', '\r'), HI, YES),
];

import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { captionDialect } from './read-captions.js';
import { sbv } from './sbv.js';
import { srt } from './srt.js';
import { parsedBy } from '../test-support.js';
import { tokenizeCues } from './tokenize-cues.js';
import { webvtt } from './webvtt.js';

const PARSERS = { vtt: webvtt, srt, sbv };

const sample = (name: string): string =>
  new TextDecoder().decode(readFileSync(new URL(`../samples/${name}`, import.meta.url)));

const cuesOf = (text: string) => parsedBy(webvtt, text).cues;
const brief = (text: string) => cuesOf(text).map(({ speaker, text: said }) => `${speaker ?? '-'}: ${said}`);
const dialectOf = (text: string) => captionDialect(text, tokenizeCues(text, { numericIds: false }).blocks);

/** The samples are one call in the dress of many tools. */
const CALL = [
  'Hi Theo, this is a synthetic call, and it is recorded. How do you plan your delivery routes today?',
  'Mostly by hand. Two people spend every morning on a spreadsheet.',
  'What happens when a driver calls in sick?',
  'Then we start over, and our customers wait.',
  'How much does a late delivery cost you?',
  'About forty dollars each, so it adds up.',
  'If the plan fixed itself within a minute, what would that change for you?',
  'We would save an hour a day, and nobody would touch our macros.',
  'Shall I send a proposal for a four-week pilot by Friday?',
  'Yes, please do. One thing: keep it under five thousand dollars.',
];

describe('samples of captions', () => {
  it.each([
    ['webvtt-zoom.vtt', 10, 'LABELS'],
    ['webvtt-zoom-captions.vtt', 10, 'LABELS'],
    ['webvtt-names-above.vtt', 10, 'LABELS'],
    ['webvtt-teams-graph.vtt', 10, 'VOICES'],
    ['webvtt-graph-metadata.vtt', 10, 'GRAPH_METADATA'],
    ['webvtt-youtube.vtt', 6, 'ROLLING'],
    ['srt-names-at-changes.srt', 10, 'LABELS'],
    ['srt-numbered-voices.srt', 10, 'LABELS'],
    ['sbv-names.sbv', 10, 'LABELS'],
    ['sbv-marks.sbv', 10, 'LABELS'],
  ])('%s says what was said, once', (name, turns, dialect) => {
    const text = sample(name);
    const parser = PARSERS[name.slice(name.lastIndexOf('.') + 1) as keyof typeof PARSERS];
    const said = parsedBy(parser, text).cues.map((cue) => cue.text.replace(/^>> /, ''));
    expect(said.join(' ')).toBe(CALL.slice(0, turns).join(' '));
    if (parser === webvtt) expect(dialectOf(text)).toBe(dialect);
  });
});

describe('Graph metadata', () => {
  const payload = (fields: object) => JSON.stringify({ speakerName: 'Ann Lee', spokenLanguage: 'de-de', ...fields });
  const text = `WEBVTT\n\n00:00:02.500 --> 00:00:04.000\n${payload({ spokenText: 'Guten "Tag"', startDateTime: '2026-03-03T09:30:02.5000000Z' })}\n\n00:00:04.000 --> 00:00:05.000\n${payload({ spokenText: 'Ja & nein', spokenLanguage: 'de-de' })}\n\n00:00:06.000 --> 00:00:07.000\n{"broken\n`;

  it('reads speakers, language and the moment at which the recording began', () => {
    const { cues, metadata } = parsedBy(webvtt, text);
    expect(cues).toMatchObject([
      { speaker: 'Ann Lee', text: 'Guten "Tag"', startMs: 2500, endMs: 4000 },
      { speaker: 'Ann Lee', text: 'Ja & nein' },
    ]);
    expect(metadata).toEqual({ language: 'de-de', startedAt: '2026-03-03T09:30:00.000Z' });
    expect(text.slice(...cues[0]!.offset)).toBe(String.raw`Guten \"Tag\"`);
  });

  it('does not guess a moment without its zone', () => {
    const local = text.replace('2.5000000Z', '2.5000000');
    expect(parsedBy(webvtt, local).metadata.startedAt).toBeUndefined();
  });
});

describe('Webex', () => {
  it('reads names from ids; an empty one is nobody', () => {
    const cue = (id: string, at: number, words: string) => `${id}\n00:00:0${at}.000 --> 00:00:0${at}.900\n${words}\n\n`;
    const text = `WEBVTT\n\n${cue('1 "" (0)', 1, 'Hi.')}${cue('2 "Ann Lee" (1262511360)', 2, 'Note: it is &lt; 5')}${cue('3 "Bo" (7)', 3, 'Yes,\nit is.')}`;
    expect(brief(text)).toEqual(['-: Hi.', 'Ann Lee: Note: it is < 5', 'Bo: Yes, it is.']);
  });
});

describe('YouTube', () => {
  const cue = (from: string, to: string, ...lines: string[]) =>
    `00:00:${from} --> 00:00:${to} align:start position:0%\n${lines.join('\n')}\n\n`;
  const text = `WEBVTT\nKind: captions\nLanguage: en\n\n${cue('01.000', '02.000', ' ', 'yeah')}${cue('02.000', '02.010', 'yeah', ' ')}${cue('02.010', '03.000', 'yeah', 'yeah')}${cue('03.000', '03.010', 'yeah', ' ')}${cue('03.010', '05.000', 'yeah', 'so<00:00:04.000><c> it</c> goes &gt;&gt; no')}${cue('05.000', '05.010', 'so it goes &gt;&gt; no', ' ')}`;

  it('shows each line once, a line said twice as well, and parts at marks of a change', () => {
    expect(cuesOf(text).map(({ text: said, startMs }) => [said, startMs])).toEqual([
      ['yeah', 1000],
      ['yeah', 2010],
      ['so it goes', 3010],
      ['>> no', 3010],
    ]);
  });

  it('does not take two people who repeat each other for rolling captions', () => {
    const cues = ['Yes?', 'Yes.', 'Yes.', 'Fine.', 'So then.', 'Good.', 'Bye.'];
    const plain = `WEBVTT\n\n${cues.map((words, at) => cue(`0${at}.000`, `0${at}.900`, words)).join('')}`;
    expect(cuesOf(plain)).toHaveLength(cues.length);
  });
});

describe('marks of a change of speaker', () => {
  it('part the lines of one cue', () => {
    const text =
      'WEBVTT\n\n00:01.000 --> 00:02.000\n- Hi there.\n- Hello.\n\n00:02.000 --> 00:03.000\n-Good?\n-Fine.\n';
    expect(brief(text)).toEqual(['-: - Hi there.', '-: - Hello.', '-: -Good?', '-: -Fine.']);
  });

  it('end what the speaker before says, also without a name', () => {
    const cue = (at: number, words: string) => `00:0${at}.000 --> 00:0${at}.900\n${words}\n\n`;
    const words = ['>> Ann: Hi.', 'So?', '>> Bo: Yes.', '>> No.', '>> Ann: What?', '>> Bo: Oh.'];
    expect(brief(`WEBVTT\n\n${words.map((said, at) => cue(at + 1, said)).join('')}`)).toEqual([
      'Ann: Hi.',
      'Ann: So?',
      'Bo: Yes.',
      '-: >> No.',
      'Ann: What?',
      'Bo: Oh.',
    ]);
  });
});

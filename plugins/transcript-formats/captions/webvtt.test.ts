import { describe, expect, it } from '@jest/globals';
import type { Cue, TranscriptSource } from 'debrief/plugin-api';
import { webvtt } from './webvtt.js';

const source = (text: string): TranscriptSource => ({ bytes: Buffer.from(text), text, encoding: 'utf-8' });

function cuesOf(text: string): readonly Cue[] {
  const result = webvtt.parse(source(text), {});
  if (result.outcome !== 'PARSED') throw new Error(JSON.stringify(result));
  return result.cues;
}

const brief = (text: string): string[] => cuesOf(text).map((cue) => `${cue.speaker ?? '-'}: ${cue.text}`);
const times = (text: string) => cuesOf(text).map((cue) => [cue.startMs, cue.endMs]);

describe('webvtt', () => {
  it('is known by its signature, and Teams cues without one by their voice tags', () => {
    expect(webvtt.detect(source('\uFEFFWEBVTT - Call\n'))).toBe(1);
    expect(webvtt.detect(source('WEBVTTX\n'))).toBe(0);
    expect(webvtt.detect(source('00:01.000 --> 00:02.000\n<v Ann>Hi</v>'))).toBeGreaterThan(0.8);
    expect(webvtt.detect(source('1\n00:00:01,000 --> 00:00:02,000\nHi'))).toBe(0);
  });

  it('reads the Zoom dialect: names before a colon, a cue without a name goes on', () => {
    const zoom =
      'WEBVTT\r\n\r\n1\r\n00:00:01.000 --> 00:00:02.000\r\nAnn Lee: Hi: you there?\r\n\r\n2\r\n00:00:02.000 --> 00:00:03.000\r\nSam: Yes.\r\n\r\n' +
      '3\r\n00:00:03.000 --> 00:00:04.000\r\nOne thing: it is late.\r\n\r\n4\r\n00:00:04.000 --> 00:00:05.000\r\nAnn Lee: Fine.\r\n\r\n5\r\n00:00:05.000 --> 00:00:06.000\r\nSam: Good.\r\n';
    expect(brief(zoom)).toEqual([
      'Ann Lee: Hi: you there?',
      'Sam: Yes.',
      'Sam: One thing: it is late.',
      'Ann Lee: Fine.',
      'Sam: Good.',
    ]);
  });

  it('does not take a repeated word before a colon for a speaker where nothing alternates', () => {
    const text =
      'WEBVTT\n\n00:01.000 --> 00:02.000\nNote: one\n\n00:02.000 --> 00:03.000\nNote: two\n\n00:03.000 --> 00:04.000\nthree\n';
    expect(brief(text)).toEqual(['-: Note: one', '-: Note: two', '-: three']);
  });

  it('reads the Teams dialect: pieces of one utterance, line breaks inside a voice, entities in names', () => {
    const id = '3f2504e0-4f89-11d3-9a0c-0305e82c3301';
    const text = `WEBVTT\n\n${id}/12-0\n00:00:01.000 --> 00:00:02.000\n<v D&#205;AZ, Eva>Good\nmorning</v>\n\n${id}/12-1\n00:00:02.000 --> 00:00:03.000\n<v D&#205;AZ, Eva>to you &amp; all</v>\n\n${id}/13-0\n00:00:03.000 --> 00:00:04.000\n<v Tom>Hi`;
    const cues = cuesOf(text);
    expect(cues.map((cue) => [cue.speaker, cue.text, cue.continues ?? false])).toEqual([
      ['DÍAZ, Eva', 'Good morning', false],
      ['DÍAZ, Eva', 'to you & all', true],
      ['Tom', 'Hi', false],
    ]);
    expect(text.slice(...cues[1]!.offset)).toContain('to you &amp; all');
  });

  it('reads Graph times: no leading zeros, digits after the dot are milliseconds', () => {
    const text =
      'WEBVTT\n\n0:0:0.0 --> 0:0:6.90\n<v Ann>One</v>\n\n0:0:6.90 --> 0:0:6.500\n<v Bo>Two</v>\n\n-0:0:1.5 --> 0:1:2.30\n<v Ann>Three</v>';
    expect(times(text)).toEqual([
      [0, 6090],
      [6090, 6500],
      [-1005, 62_030],
    ]);
  });

  it('splits several voices of one cue, and lets an unclosed voice last to the next', () => {
    expect(brief('WEBVTT\n\n00:01.000 --> 00:02.000\n<v.loud Ann>Q&amp;A <i>now</i> <v Bo>ok</v> then')).toEqual([
      'Ann: Q&A now',
      'Bo: ok then',
    ]);
  });

  it('keeps cues apart that no blank line parts, and digits that are words', () => {
    const text =
      'WEBVTT\n00:01.000 --> 00:02.000\nIn the year\n2024\n00:02.000 --> 00:03.000\nit was\n\n\n2\n00:03.000 --> 00:04.000 align:start position:0%\nlate\n3\n00:04.000 --> 00:05.000\nyes';
    expect(brief(text)).toEqual(['-: In the year 2024', '-: it was', '-: late', '-: yes']);
  });

  it('leaves out notes and styles, not speech that begins like one', () => {
    const text =
      'WEBVTT\nLanguage: de\n\nSTYLE\n::cue {}\n\nNOTE\nnot said --\n\n00:01.000 --> 00:02.000\nnote that I am here\nNOTE too\n';
    expect(brief(text)).toEqual(['-: note that I am here NOTE too']);
    expect(webvtt.parse(source(text), {})).toMatchObject({ metadata: { language: 'de' } });
  });

  it('takes names on lines of their own', () => {
    const cue = (at: number, name: string, words: string) => `00:0${at}.000 --> 00:0${at}.900\n${name}\n${words}\n\n`;
    const text = `WEBVTT\n\n${cue(1, 'Ann Lee', 'hi there')}${cue(2, 'Bo Chan', 'hello')}${cue(3, 'Ann Lee', 'so')}${cue(4, 'Bo Chan', 'yes')}`;
    expect(brief(text)).toEqual(['Ann Lee: hi there', 'Bo Chan: hello', 'Ann Lee: so', 'Bo Chan: yes']);
  });

  it('keeps a cue whose time cannot be read, without time and with a warning', () => {
    const result = webvtt.parse(source('WEBVTT\n\n99:99:99.000 --> 00:02.000\nhello\n'), {});
    expect(result).toMatchObject({
      cues: [{ text: 'hello', startMs: null, endMs: 2000 }],
      warnings: [{ code: 'TIME_UNREADABLE' }],
    });
  });

  it('accepts commas, hours of three digits and missing hours', () => {
    expect(times('WEBVTT\n\n100:00:01,5 --> 100:00:02,25\na\n\n61:01.000-->61:02.000\nb')).toEqual([
      [360_001_500, 360_002_250],
      [3_661_000, 3_662_000],
    ]);
  });

  it.each(['WEBVTT', 'WEBVTT\n\n', 'WEBVTT\n\n00:01.000 --> 00:02.000\n\n'])('refuses %j as empty', (text) => {
    expect(webvtt.parse(source(text), {})).toMatchObject({ outcome: 'REFUSED', code: 'TRANSCRIPT_EMPTY' });
  });
});

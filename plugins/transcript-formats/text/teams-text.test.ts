import { describe, expect, it } from '@jest/globals';
import { teamsText } from './teams-text.js';
import { parsedBy, sourceOf } from '../test-support.js';

const TURNS = 'Dana Whitfield   0:03\nHello there.\n\nNair, Priya [External]   1:02:03\nHi.\nGood morning.\n';
const HEADER =
  'Renewal-20260527_120407-Meeting Recording\nMay 27, 2026, 2:04AM\n27m 23s\nDana Whitfield started transcription\n';
const said = (text: string) => parsedBy(teamsText, text).cues.map((cue) => [cue.speaker, cue.startMs, cue.text]);

describe('teamsText, the new form', () => {
  it('reads header, names and hours; lines of one blank part turns, paragraphs do not', () => {
    expect(said(`${HEADER} \n${TURNS.replace('\n\n', '\n \n')}`)).toEqual([
      ['Dana Whitfield', 3000, 'Hello there.'],
      ['Nair, Priya [External]', 3_723_000, 'Hi. Good morning.'],
    ]);
  });

  it('points at the words', () => {
    const text = `${HEADER}${TURNS}`;
    const spans = parsedBy(teamsText, text).cues.map(({ offset }) => text.slice(...offset));
    expect(spans).toEqual(['Hello there.', 'Hi.\nGood morning.']);
  });

  it('leaves notes of the recorder out, and keeps a sentence that sounds like one', () => {
    const text = `${HEADER}${TURNS}Dana Whitfield stopped transcription\n`;
    expect(said(text)).toEqual(said(`${HEADER}${TURNS}`));
    expect(said(`${TURNS}I think that she stopped transcription, right?\n`)[1]?.[2]).toMatch(/right\?$/);
  });

  it.each([
    ['May 27, 2026, 2:04AM', '2026-05-27T02:04:00Z'],
    ['27 May 2026, 02:04am', '2026-05-27T02:04:00Z'],
    ['26 May 2026, 6:34 pm', undefined],
    ['May 27, 2026, 12:04PM', undefined],
    ['May 27, 2026, 6:34AM', '2026-05-27T06:34:00Z'],
    ['May 27, 2026, 2:11AM', undefined],
    ['Mai 27, 2026, 2:04AM', undefined],
  ])(
    '%s beside a title stamp of 12:04:07 starts at %s: only a whole zone between the two tells which is UTC',
    (date, startedAt) => {
      const { metadata, warnings } = parsedBy(teamsText, HEADER.replace('May 27, 2026, 2:04AM', date) + TURNS);
      expect(metadata.startedAt).toBe(startedAt);
      expect(warnings.map(({ code }) => code)).toEqual(startedAt === undefined ? [] : ['START_ZONE_INFERRED']);
    },
  );

  it('takes no start from a date alone, and no title from the word Transcript', () => {
    const { metadata } = parsedBy(teamsText, `Transcript\n2 June 2026, 3:00pm\n1h 2m 3s\n${TURNS}`);
    expect(metadata).toEqual({ durationMs: 3_723_000 });
  });

  it('is sure with a header, nearly so without one', () => {
    expect(teamsText.detect(sourceOf(HEADER + TURNS))).toBe(0.99);
    expect(teamsText.detect(sourceOf(TURNS))).toBe(0.97);
    expect(teamsText.detect(sourceOf(TURNS.replaceAll('   ', '\u00A0\u00A0\u00A0')))).toBe(0.97);
  });

  it.each([
    ['an agenda', 'Welcome   9:00\nBreak   10:30\nLunch   12:00\n'],
    ['Otter', 'Dana Whitfield  0:03  \nHi.\n\nPriya Nair  0:09  \nHello.\n'],
    ['WebVTT', `WEBVTT\n\n${TURNS}`],
    ['prose', 'It was a quiet day.\nNobody called.\n'],
    ['nothing', ''],
  ])('is not %s', (_name, text) => expect(teamsText.detect(sourceOf(text))).toBe(0));
});

describe('teamsText, the older form', () => {
  const OLD = '0:0:0.0 --> 0:0:6.90\nDana Whitfield\nHi there.\n0:0:6.500 --> 0:0:8.5\nPriya Nair\nHello.\nYes.\n';

  it('counts milliseconds behind the dot, and needs no blank lines', () => {
    expect(parsedBy(teamsText, OLD).cues.map((cue) => [cue.speaker, cue.startMs, cue.endMs, cue.text])).toEqual([
      ['Dana Whitfield', 0, 6090, 'Hi there.'],
      ['Priya Nair', 6500, 8005, 'Hello. Yes.'],
    ]);
  });

  it('keeps words without a name, as tenants may forbid names', () => {
    const { cues } = parsedBy(teamsText, `${OLD}0:0:9.0 --> 0:0:10.0\nNobody knows who said this.\n`);
    expect(cues[2]).toMatchObject({ speaker: null, text: 'Nobody knows who said this.' });
  });

  it('is told from captions by unpadded times, or by the Word document around it', () => {
    const padded = '00:00:00.000 --> 00:00:06.090\nDana Whitfield\nHi there.\n';
    expect(teamsText.detect(sourceOf(OLD))).toBe(0.98);
    expect(teamsText.detect(sourceOf(padded))).toBe(0);
    expect(teamsText.detect({ ...sourceOf(padded), container: 'docx' })).toBe(0.98);
    expect(
      teamsText.detect(sourceOf('0:0:0.0 --> 0:0:6.90\n<v Dana>Hi</v>\n\n0:0:7.0 --> 0:0:8.0\n<v Bo>Yes</v>\n')),
    ).toBe(0);
  });
});

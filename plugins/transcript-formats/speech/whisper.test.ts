import { describe, expect, it } from '@jest/globals';
import { parsedBy, sourceOf } from '../test-support.js';
import { whisper } from './whisper.js';

const segment = (text: string, start: unknown, end: unknown, more: object = {}) => ({ start, end, text, ...more });
const told = (document: unknown) =>
  parsedBy(whisper, JSON.stringify(document)).cues.map((cue) => [cue.speaker, cue.text, cue.startMs, cue.endMs]);
const claim = (document: unknown) => whisper.detect(sourceOf(JSON.stringify(document)));

describe('whisper', () => {
  it('trims leading blanks and reads times in seconds', () => {
    const { cues, metadata } = parsedBy(
      whisper,
      JSON.stringify({
        language: 'en',
        duration: 61.5,
        segments: [segment(' Hello.', 0, 2.04, { avg_logprob: -0.5 })],
      }),
    );
    expect(cues).toMatchObject([{ speaker: null, text: 'Hello.', startMs: 0, endMs: 2040 }]);
    expect(cues[0]?.confidence).toBeCloseTo(Math.exp(-0.5));
    expect(metadata).toEqual({ durationMs: 61_500, language: 'en' });
  });

  it('knows nobody where a speaker is missing, unless the words agree on one', () => {
    const words = (...speakers: (string | undefined)[]) => ({
      words: speakers.map((speaker) => ({ word: 'x', score: 0.5, speaker })),
    });
    const document = {
      segments: [
        segment('One.', 0, 1.5, { speaker: 'SPEAKER_00' }),
        segment('Two.', 2, 3, {}),
        segment('Three.', 4, 5, words('SPEAKER_01', undefined)),
        segment('Four.', 6, 7, words('SPEAKER_00', 'SPEAKER_01')),
        segment('Five.', 8, 9, { speaker: 2 }),
      ],
    };
    expect(told(document).map(([who]) => who)).toEqual(['SPEAKER_00', null, 'SPEAKER_01', null, 'Speaker 2']);
  });

  it('reads NaN for a time that is not known', () => {
    const text =
      '{"segments": [{"start": NaN, "end": NaN, "text": " Hm.", "words": []}, {"start": 1.5, "end": 2.5, "text": " Yes."}]}';
    expect(parsedBy(whisper, text).cues).toMatchObject([
      { startMs: null, endMs: null },
      { startMs: 1500, endMs: 2500 },
    ]);
  });

  it('keeps segments that are repeated again and again, with a warning', () => {
    const warned = (texts: readonly string[]) => {
      const { cues, warnings } = parsedBy(
        whisper,
        JSON.stringify({ segments: texts.map((text, at) => segment(text, at * 2.5, at * 2.5 + 2)) }),
      );
      expect(cues).toHaveLength(texts.length);
      return warnings.map(({ code, message }) => `${code} ${message.split(' ', 1)[0] ?? ''}`);
    };
    expect(warned(['Hi there you.', ' Thanks for watching!', 'thanks for watching', 'Thanks for watching.'])).toEqual([
      'REPEATED_SEGMENTS 2',
    ]);
    expect(warned(['Yeah.', 'Yeah.', 'Yeah.', 'No.', 'Yeah.', 'Yeah.'])).toEqual([]);
    expect(warned(['I said so.', 'I said so.', 'Did you?', 'I said so.'])).toEqual([]);
  });

  it('reads milliseconds where seconds cannot be, and says so', () => {
    const segments = [segment('one two three four five', 0, 2000), segment('six seven eight nine ten', 2000, 4000)];
    const { cues, warnings } = parsedBy(whisper, JSON.stringify({ segments }));
    expect(cues.at(-1)?.endMs).toBe(4000);
    expect(warnings).toMatchObject([{ code: 'TIME_UNIT_MILLISECONDS' }]);
    expect(parsedBy(whisper, JSON.stringify({ segments }), { timeUnit: 's' }).cues.at(-1)?.endMs).toBe(4_000_000);
  });

  it('reads bare lists and chunks with both times in one list', () => {
    expect(told([segment('Hi.', 0.5, 1)])).toEqual([[null, 'Hi.', 500, 1000]]);
    expect(told({ text: 'x', chunks: [{ timestamp: [0.5, null], text: ' Hi.' }] })).toEqual([[null, 'Hi.', 500, null]]);
  });

  it.each([
    ['the model has its own keys', { segments: [segment('a', 0, 1, { no_speech_prob: 0.1 })] }, 0.96],
    ['words have scores', [segment('a', 0, 1, { words: [{ score: 1 }] })], 0.96],
    ['chunks have timestamps', { chunks: [{ timestamp: [0, 1], text: 'a' }] }, 0.95],
    ['nothing but numbered speakers', { segments: [segment('a', 0, 1, { speaker: 'SPEAKER_01' })] }, 0.8],
    ['people have names', { segments: [segment('a', 0, 1, { speaker: 'Ann Lee' })] }, 0],
    ['names stand elsewhere', { segments: [segment('a', 0, 1, { speaker_name: 'Ann' })] }, 0],
    ['times are no numbers', { segments: [segment('a', '00:00:01', '00:00:02')] }, 0],
  ])('claims a file by what it has: %s', (_name, document, expected) => {
    expect(claim(document)).toBe(expected);
  });
});

import { describe, expect, it } from '@jest/globals';
import { deepgram } from './deepgram.js';
import { parsedBy, sourceOf } from '../test-support.js';

const word = (text: string, start: number, speaker?: number) => ({
  word: text.toLowerCase().replace(/\W/g, ''),
  punctuated_word: text,
  start,
  end: start + 0.2,
  confidence: 0.9,
  ...(speaker === undefined ? {} : { speaker }),
});
const answer = (channels: readonly object[], more: object = {}) =>
  JSON.stringify({
    metadata: { request_id: 'r-1', duration: 12.34 },
    results: { channels: channels.map((one) => ({ alternatives: [one] })), ...more },
  });
const told = (text: string) =>
  parsedBy(deepgram, text).cues.map((cue) => [cue.speaker, cue.text, cue.startMs, cue.endMs]);

describe('deepgram', () => {
  it('reads words where nothing else was asked for, in seconds', () => {
    const text = answer([{ words: [word('Hi', 0.08, 0), word('Ann.', 0.4, 0), word('Yes?', 0.9, 1)] }]);
    expect(told(text)).toEqual([
      ['Speaker 0', 'Hi Ann.', 80, 600],
      ['Speaker 1', 'Yes?', 900, 1100],
    ]);
    const { cues, metadata } = parsedBy(deepgram, text);
    expect(metadata).toEqual({ durationMs: 12_340, externalRef: 'r-1' });
    expect(cues[0]?.confidence).toBeCloseTo(0.9);
    expect(text.slice(...(cues[0]?.offset ?? [0, 0]))).toMatch(/^Hi".*Ann\.$/);
  });

  it('has no speakers without diarization', () => {
    expect(told(answer([{ words: [word('Hi', 0), word('Ann', 0.3)] }]))).toEqual([[null, 'Hi Ann', 0, 500]]);
  });

  it('prefers utterances to words and leaves out empty ones', () => {
    const utterances = [
      { start: 1, end: 2, transcript: 'Hello.', speaker: 3, channel: 0, confidence: 0.5 },
      { start: 2, end: 3, transcript: ' ', speaker: 4, channel: 0 },
    ];
    expect(told(answer([{ words: [word('Other', 0, 0)] }], { utterances }))).toEqual([
      ['Speaker 3', 'Hello.', 1000, 2000],
    ]);
  });

  it.each([[0], [[0, 2]]])(
    'takes the channel for the speaker, also written as %j, and tells channels in order of time',
    (channel) => {
      const utterances = [
        { start: 1, end: 2, transcript: 'Hello.', speaker: 0, channel },
        { start: 4, end: 5, transcript: 'Price?', speaker: 1, channel },
        { start: 2.5, end: 3, transcript: 'Hi.', speaker: 0, channel: 1 },
      ];
      expect(told(answer([{}, {}], { utterances })).map(([who, what]) => [who, what])).toEqual([
        ['Channel 0', 'Hello.'],
        ['Channel 1', 'Hi.'],
        ['Channel 0', 'Price?'],
      ]);
    },
  );

  it('says where a channel that stands for one speaker has several voices', () => {
    const said = (channel: number, speaker: number) => ({ start: 1, end: 2, transcript: 'Hello.', speaker, channel });
    const warned = (...utterances: object[]) =>
      parsedBy(deepgram, answer([{}, {}], { utterances })).warnings.map(({ code }) => code);
    expect(warned(said(0, 0), said(0, 1), said(1, 0))).toEqual(['CHANNEL_SHARED']);
    expect(warned(said(0, 0), said(1, 1))).toEqual([]);
  });

  it('keeps the words of a channel without times', () => {
    expect(told(answer([{ transcript: 'just text' }]))).toEqual([[null, 'just text', null, null]]);
  });

  it('reads what a client library has put around the answer', () => {
    const inner = answer([{ words: [word('Hi', 0)] }]);
    expect(told(`{"result":${inner},"error":null}`)).toHaveLength(1);
  });

  it('claims its own JSON only', () => {
    expect(deepgram.detect(sourceOf(answer([{}])))).toBeGreaterThan(0.9);
    for (const text of [
      '{"results":[]}',
      '{"results":{"channels":{}}}',
      '[1]',
      '{',
      'Ann: hi',
      '{"results":{"utterances":[{"text":"a"}]}}',
    ]) {
      expect(deepgram.detect(sourceOf(text))).toBe(0);
    }
  });

  it.each([
    ['no JSON', '{"results":', 'FORMAT_INVALID'],
    ['nobody spoke', answer([{ transcript: '', words: [] }]), 'TRANSCRIPT_EMPTY'],
    ['wrong types', answer([{ words: 7, paragraphs: 'x' }], { utterances: { a: 1 } }), 'TRANSCRIPT_EMPTY'],
  ])('refuses: %s', (_name, text, code) => {
    expect(deepgram.parse(sourceOf(text), {})).toMatchObject({ outcome: 'REFUSED', code });
  });

  it('keeps words whose times or scores are no numbers', () => {
    const odd = { word: 'Hi', start: null, end: 'later', confidence: 7, speaker: 'x' };
    const [cue] = parsedBy(deepgram, answer([{ words: [odd] }])).cues;
    expect(cue).toEqual({ speaker: 'x', text: 'Hi', startMs: null, endMs: null, offset: expect.any(Array) as unknown });
  });
});

import { describe, expect, it } from '@jest/globals';
import { googleSpeech } from './google-speech.js';
import { parsedBy, sourceOf } from '../test-support.js';

const word = (text: string, start: unknown, end: unknown, more: object = {}) => ({
  word: text,
  startTime: start,
  endTime: end,
  ...more,
});
const result = (words: readonly object[], more: object = {}) => ({
  alternatives: [{ transcript: 'x', confidence: 0.9, words }],
  ...more,
});
const told = (document: unknown) =>
  parsedBy(googleSpeech, JSON.stringify(document)).cues.map((cue) => [cue.speaker, cue.text, cue.startMs, cue.endMs]);

describe('google-speech', () => {
  it('uses the last result alone where it repeats the whole call with speakers', () => {
    const plain = [word('Hi', '0s', '0.400s'), word('Yes', '1.2s', '1.5s')];
    const tagged = plain.map((one, index) => ({ ...one, speakerTag: index + 1 }));
    const results = [result([plain[0] ?? {}]), result([plain[1] ?? {}]), { alternatives: [{ words: tagged }] }];
    expect(told({ results })).toEqual([
      ['Speaker 1', 'Hi', 0, 400],
      ['Speaker 2', 'Yes', 1200, 1500],
    ]);
  });

  it('keeps all results where each has speakers of its own', () => {
    const labeled = (text: string, start: string, label: string) => ({
      word: text,
      startOffset: start,
      endOffset: start,
      speakerLabel: label,
    });
    expect(told({ results: [result([labeled('Hi', '0.1s', '1')]), result([labeled('Yes', '0.9s', '2')])] })).toEqual([
      ['Speaker 1', 'Hi', 100, 100],
      ['Speaker 2', 'Yes', 900, 900],
    ]);
  });

  it.each([
    ['strings', '12.900s', 12_900],
    ['protobuf', { seconds: '12', nanos: 900_000_000 }, 12_900],
    ['protobuf without nanos', { seconds: 12 }, 12_000],
    ['protobuf without seconds', { nanos: 100_000_000 }, 100],
    ['an empty protobuf', {}, 0],
    ['a number without a unit', 12.9, null],
    ['a string without a unit', '12.9', null],
    ['no number', 'soons', null],
  ])('reads times: %s', (_name, time, expected) => {
    expect(told({ results: [result([word('Hi', time, '20s')])] })[0]?.[2]).toBe(expected);
  });

  it('takes channels for speakers, in order of time', () => {
    const results = [
      result([word('Hello', '0s', '0.4s')], { channelTag: 1 }),
      result([word('Bye', '5s', '5.4s')], { channelTag: 1 }),
      result([word('Hi', '1s', '1.4s')], { channelTag: 2 }),
    ];
    expect(told({ results }).map(([who, what]) => [who, what])).toEqual([
      ['Channel 1', 'Hello'],
      ['Channel 2', 'Hi'],
      ['Channel 1', 'Bye'],
    ]);
  });

  it('keeps results without words, which have only an end', () => {
    const results = [
      { alternatives: [{ transcript: ' so it goes', confidence: 0.7 }], resultEndTime: '3.5s', languageCode: 'en-us' },
    ];
    const { cues, metadata } = parsedBy(googleSpeech, JSON.stringify({ results }));
    expect(cues).toMatchObject([{ speaker: null, text: 'so it goes', startMs: null, endMs: 3500, confidence: 0.7 }]);
    expect(metadata).toEqual({ language: 'en-us' });
  });

  it.each([
    ['an operation', (results: unknown) => ({ name: '1', done: true, response: { results } })],
    ['a bare list', (results: unknown) => results],
    ['a batch of one', (results: unknown) => ({ results: { 'gs://b/a.wav': { transcript: { results } } } })],
    [
      'an inline batch',
      (results: unknown) => ({ results: { 'gs://b/a.wav': { inlineResult: { transcript: { results } } } } }),
    ],
  ])('finds the results of %s', (_name, wrap) => {
    const document = wrap([result([{ word: 'Hi', start_time: '0s', end_time: '1s', speaker_tag: 2 }])]);
    expect(googleSpeech.detect(sourceOf(JSON.stringify(document)))).toBeGreaterThan(0.9);
    expect(told(document)).toEqual([['Speaker 2', 'Hi', 0, 1000]]);
  });

  it('makes a call of each recording of a batch', () => {
    const file = (text: string) => ({ transcript: { results: [result([word(text, '0s', '1s')])] } });
    const answer = googleSpeech.parse(
      sourceOf(JSON.stringify({ results: { 'gs://b/a.wav': file('One'), 'gs://b/b.wav': file('Two') } })),
      {},
    );
    if (answer.outcome !== 'SPLIT') throw new Error(answer.outcome);
    expect(answer.calls.map(({ metadata }) => metadata.externalRef)).toEqual(['gs://b/a.wav', 'gs://b/b.wav']);
    expect(answer.calls.map(({ text }) => parsedBy(googleSpeech, text).cues[0]?.text)).toEqual(['One', 'Two']);
  });

  it('leaves the same names with timestamps to another engine', () => {
    const document = {
      results: [{ final: true, alternatives: [{ transcript: 'x', timestamps: [['x', 0, 1]] }], languageCode: 'en' }],
    };
    expect(googleSpeech.detect(sourceOf(JSON.stringify(document)))).toBe(0);
  });
});

import { describe, expect, it } from '@jest/globals';
import { kaldi } from './kaldi.js';
import { parsedBy, sourceOf } from '../test-support.js';

const told = (document: object) =>
  parsedBy(kaldi, JSON.stringify(document)).cues.map((cue) => [cue.speaker, cue.text, cue.startMs, cue.endMs]);

describe('kaldi', () => {
  it('gives words to the stretch that holds their middle, whatever the order of the stretches', () => {
    const word = (punct: string, start: number) => ({
      word: punct.toLowerCase(),
      punct,
      start,
      end: start + 0.4,
      confidence: 0.5,
    });
    const stretch = (id: string, start: number, duration: number) => ({ start, duration, speaker: { '@id': id } });
    const retval = {
      words: [word('Hi', 0), word('Bo.', 0.5), word('Yes?', 0.9), word('Oh', 5)],
      segmentation: { segments: [stretch('S1', 1, 2), stretch('S0', 0.1, 0.85)] },
    };
    expect(told({ retval })).toEqual([
      ['S0', 'Hi Bo.', 0, 900],
      ['S1', 'Yes?', 900, 1300],
      [null, 'Oh', 5000, 5400],
    ]);
    expect(told(retval)).toEqual(told({ retval }));
  });

  it('reads a digital paper edit, whose unknown speakers are nobody', () => {
    const words = [
      { text: 'Hi.', start: 0.1, end: 0.3 },
      { text: 'Yes?', start: 1.1, end: 1.3 },
      { text: '', start: 2 },
    ];
    const paragraphs = [
      { start: 0, end: 0.9, speaker: 'Marco' },
      { start: 1, end: 2, speaker: 'U_UKN' },
      { start: 'x' },
    ];
    expect(told({ words, paragraphs })).toEqual([
      ['Marco', 'Hi.', 100, 300],
      [null, 'Yes?', 1100, 1300],
    ]);
  });

  it('claims its own JSON only', () => {
    const words = [{ text: 'Hi.', start: 0, end: 1 }];
    expect(kaldi.detect(sourceOf(JSON.stringify({ words })))).toBe(0);
    expect(
      kaldi.detect(sourceOf(JSON.stringify({ words, paragraphs: [{ start: 0, end: 1, speaker: 'A', text: 'Hi.' }] }))),
    ).toBe(0);
  });
});

import { describe, expect, it } from '@jest/globals';
import { ibmWatson } from './ibm-watson.js';
import { parsedBy, sourceOf } from '../test-support.js';

const result = (timestamps: readonly unknown[], more: object = {}) => ({
  final: true,
  alternatives: [{ transcript: 'x ', confidence: 0.5, timestamps, ...more }],
});
const told = (document: object) =>
  parsedBy(ibmWatson, JSON.stringify(document)).cues.map((cue) => [cue.speaker, cue.text, cue.startMs, cue.endMs]);

describe('ibm-watson', () => {
  it('joins speakers to words by time, and leaves out marks of hesitation', () => {
    const document = {
      results: [
        result([
          ['hi', 0.1, 0.4],
          ['%HESITATION', 0.4, 0.6],
          ['bo', 0.62, 0.8],
          ['yes', 1, 1.2],
        ]),
        result([['who', 2, 2.4]]),
      ],
      speaker_labels: [
        { from: 0.1, to: 0.4, speaker: 0 },
        { from: 0.62, to: 0.8, speaker: 0 },
        { from: 1, to: 1.2, speaker: 1 },
      ],
    };
    expect(told(document)).toEqual([
      ['Speaker 0', 'hi bo', 100, 800],
      ['Speaker 1', 'yes', 1000, 1200],
      [null, 'who', 2000, 2400],
    ]);
  });

  it('reads all recognitions of a job, and the confidence of words', () => {
    const inner = {
      results: [result([['hi', 0, 1]], { word_confidence: [['hi', 0.9]] })],
      speaker_labels: [{ from: 0, speaker: 2 }],
    };
    const { cues } = parsedBy(ibmWatson, JSON.stringify({ results: [inner], status: 'completed' }));
    expect(cues).toMatchObject([{ speaker: 'Speaker 2', text: 'hi', confidence: 0.9 }]);
  });

  it('leaves out what was not final, and keeps text without times', () => {
    const document = {
      results: [
        { final: false, alternatives: [{ transcript: 'draft' }] },
        { final: true, alternatives: [{ transcript: 'done ' }] },
      ],
    };
    expect(told(document)).toEqual([[null, 'done', null, null]]);
    expect(ibmWatson.detect(sourceOf(JSON.stringify(document)))).toBe(0.9);
    expect(ibmWatson.detect(sourceOf('{"results":[{"alternatives":[{"transcript":"x","timestamps":[]}]}]}'))).toBe(0);
  });
});

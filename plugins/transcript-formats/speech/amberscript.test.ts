import { describe, expect, it } from '@jest/globals';
import { amberscript } from './amberscript.js';
import { parsedBy, sourceOf } from '../test-support.js';

describe('amberscript', () => {
  it('reads segments of words, with the names of the speakers', () => {
    const word = (text: string, start: number) => ({ text, start, end: start + 0.25, conf: 0.5 });
    const document = {
      recordId: 'r',
      speakers: [{ spkid: 'spk1', name: 'Marco Vell' }, { spkid: 'spk2' }],
      segments: [
        { speaker: 'spk1', words: [word('Hi,', 0.5), word('Lena.', 0.8)] },
        { speaker: 'spk2', words: [word('Yes?', 1.2)] },
        { speaker: 'spk2', words: [] },
      ],
    };
    const { cues, participants, metadata } = parsedBy(amberscript, JSON.stringify(document));
    expect(cues).toMatchObject([
      { speaker: 'spk1', text: 'Hi, Lena.', startMs: 500, endMs: 1050, confidence: 0.5 },
      { speaker: 'spk2', text: 'Yes?', startMs: 1200, endMs: 1450 },
    ]);
    expect(participants).toEqual([{ label: 'spk1', name: 'Marco Vell' }]);
    expect(metadata).toEqual({ externalRef: 'r' });
  });

  it('claims its own JSON only', () => {
    expect(amberscript.detect(sourceOf('{"speakers":[{"name":"A"}],"segments":[{"words":[]}]}'))).toBe(0);
    expect(amberscript.detect(sourceOf('{"speakers":[{"spkid":"A"}],"segments":[{"text":"a"}]}'))).toBe(0);
  });
});

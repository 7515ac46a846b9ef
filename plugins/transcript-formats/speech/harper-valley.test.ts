import { describe, expect, it } from '@jest/globals';
import { harperValley } from './harper-valley.js';
import { parsedBy, sourceOf } from '../test-support.js';
import { expectWithin } from '../../../test/support/expect-within.js';

const turn = (role: string, words: string, offset: number, more: object = {}) => ({
  speaker_role: role,
  human_transcript: words,
  transcript: 'heard wrongly',
  offset_ms: offset,
  duration_ms: 500,
  start_ms: offset - 2051,
  ...more,
});

describe('harper-valley', () => {
  it('counts from offset_ms, prefers the corrected words and leaves noise out', () => {
    const turns = [
      turn('agent', 'hello', 3720),
      turn('caller', '', 5000),
      turn('caller', '[noise] <unk>', 6000),
      turn('other', 'x', 7000, { duration_ms: null }),
    ];
    const { cues, participants } = parsedBy(harperValley, JSON.stringify(turns));
    expect(cues.map((cue) => [cue.speaker, cue.text, cue.startMs, cue.endMs])).toEqual([
      ['agent', 'hello', 3720, 4220],
      ['caller', 'heard wrongly', 5000, 5500],
      ['other', 'x', 7000, null],
    ]);
    expect(participants).toEqual([
      { label: 'agent', role: 'REP' },
      { label: 'caller', role: 'CUSTOMER' },
    ]);
  });

  it('claims its own JSON only, and reads long noise fast', () => {
    expect(harperValley.detect(sourceOf('[{"offset_ms":1,"transcript":"a"}]'))).toBe(0);
    expect(harperValley.detect(sourceOf('{"offset_ms":1}'))).toBe(0);
    const turns = [turn('agent', '[noise] '.repeat(20_000), 0), turn('agent', `[${' '.repeat(100_000)}`, 0)];
    expectWithin(200, () => parsedBy(harperValley, JSON.stringify(turns)));
  });
});

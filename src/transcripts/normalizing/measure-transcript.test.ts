import { expect, it } from '@jest/globals';
import type { NormalizedTranscript, TranscriptMetric } from '../../plugin-api/transcript.js';
import { measureTranscript } from './measure-transcript.js';

const transcript: NormalizedTranscript = {
  ...{ title: null, startedAt: null, durationMs: null, language: 'en', participants: [], turns: [] },
};

/** A metric that needs its own object, as a class would. */
class Counter implements TranscriptMetric {
  readonly name = 'counter';
  readonly version = 1;
  private readonly unit = 'turns';

  measure({ turns }: NormalizedTranscript) {
    return { turns: { outcome: 'MEASURED', value: turns.length, unit: this.unit, denominator: null } as const };
  }
}

it('names figures by metric, and lets one that fails take no other with it', () => {
  const broken: TranscriptMetric = {
    name: 'broken',
    version: 1,
    measure: () => {
      throw new Error('boom');
    },
  };
  expect(measureTranscript(transcript, [broken, new Counter()])).toEqual({
    'broken/failed': { outcome: 'UNAVAILABLE', reason: 'boom' },
    'counter/turns': { outcome: 'MEASURED', value: 0, unit: 'turns', denominator: null },
  });
});

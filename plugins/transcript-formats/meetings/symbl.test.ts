import { describe, expect, it } from '@jest/globals';
import { symbl } from './symbl.js';
import { parsedBy, sourceOf } from '../test-support.js';

const message = (name: string | null, startTime: unknown, given: object = {}) => ({
  id: 1,
  text: 'Something was said.',
  from: name === null ? {} : { name, email: `${name.toLowerCase()}@nimbus.example` },
  startTime,
  conversationId: 'c1',
  ...given,
});
const read = (...messages: object[]) => parsedBy(symbl, JSON.stringify({ messages }));
const times = (...messages: object[]) => read(...messages).cues.map(({ startMs, endMs }) => [startMs, endMs]);

describe('symbl', () => {
  it('counts absolute times from the first, also where it stands behind another', () => {
    expect(
      times(
        message('Ann', '2026-03-04T15:00:02.500Z', { endTime: '2026-03-04T15:00:04.000Z' }),
        message('Bo', '2026-03-04T16:00:00.000+01:00', { duration: 1.5 }),
      ),
    ).toEqual([
      [2500, 4000],
      [0, 1500],
    ]);
  });

  it('counts from the start of the conversation where an offset tells it', () => {
    const offset = message('Ann', '2026-03-04T15:00:05.000Z', { timeOffset: 4, duration: 2 });
    expect(times(offset, message('Bo', '2026-03-04T15:00:08.000Z'))).toEqual([
      [4000, 6000],
      [7000, null],
    ]);
    expect(read(offset).metadata).toEqual({ externalRef: 'c1', startedAt: '2026-03-04T15:00:01.000Z' });
  });

  it('does not guess the zone of a local time', () => {
    expect(times(message('Ann', '2026-03-04T15:00:05'))).toEqual([[null, null]]);
  });

  it('keeps messages of nobody, and e-mails of those who have one', () => {
    const result = read(message(null, null, { timeOffset: 1 }), message('Bo', null, { timeOffset: 2 }));
    expect(result.cues.map(({ speaker }) => speaker)).toEqual([null, 'Bo']);
    expect(result.participants).toEqual([{ label: 'Bo', email: 'bo@nimbus.example' }]);
  });

  it('claims no other messages', () => {
    for (const text of [
      '{"messages":[{"role":"user","content":"x"}]}',
      '{"messages":[{"from":"a","text":"x","startTime":1}]}',
      '{"messages":{}}',
    ])
      expect(symbl.detect(sourceOf(text))).toBe(0);
  });
});

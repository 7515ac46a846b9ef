import { describe, expect, it } from '@jest/globals';
import { otterJson } from './otter-json.js';
import { parsedBy, sourceOf } from '../test-support.js';

const WORDS = 'one two three four five six seven eight nine ten';
const piece = (speaker: object, start: unknown, end: unknown) => ({
  transcript: WORDS,
  start_offset: start,
  end_offset: end,
  alignment: [],
  ...speaker,
});
const speech = (perSecond: number, duration?: unknown) => ({
  speech: {
    title: 'Intro',
    otid: 'o1',
    created_at: 1_772_636_400,
    duration,
    speakers: [{ id: 11, speaker_name: 'Ann Lee' }],
    transcripts: [
      piece({ speaker_id: 11 }, 0, 5 * perSecond),
      piece({ speaker_id: null, speaker_model_label: '2' }, 5 * perSecond, 10 * perSecond),
      piece({ speaker_id: null }, 10 * perSecond, null),
    ],
  },
});
const read = (document: object) => parsedBy(otterJson, JSON.stringify(document));

describe('otter-json', () => {
  it.each([
    ['samples, by the duration', 16_000, 11],
    ['milliseconds, by the duration', 1000, 11],
    ['samples, by the speed of speech', 16_000, undefined],
    ['milliseconds, by the speed of speech', 1000, 'unknown'],
  ])('reads offsets in %s', (_name, perSecond, duration) => {
    const result = read(speech(perSecond, duration));
    expect(result.cues.map(({ speaker, startMs, endMs }) => [speaker, startMs, endMs])).toEqual([
      ['Ann Lee', 0, 5000],
      ['Speaker 2', 5000, 10_000],
      [null, 10_000, null],
    ]);
    expect(result.warnings.map(({ code }) => code)).toEqual(perSecond === 1000 ? ['TIME_UNIT_MILLISECONDS'] : []);
  });

  it('reads title, start and duration', () => {
    expect(read(speech(16_000, 11)).metadata).toEqual({
      title: 'Intro',
      externalRef: 'o1',
      startedAt: '2026-03-04T15:00:00.000Z',
      durationMs: 11_000,
    });
  });

  it('claims no other transcripts', () => {
    for (const text of [
      '{"transcripts":[{"text":"x"}]}',
      '{"speech":{"transcripts":[]}}',
      '{"transcripts":"start_offset"}',
    ])
      expect(otterJson.detect(sourceOf(text))).toBe(0);
  });
});

import { describe, expect, it } from '@jest/globals';
import { fireflies } from './fireflies.js';
import { parsedBy, sourceOf } from '../test-support.js';

const sentence = (speaker: string | null, start: unknown, end: unknown, text: string) => ({
  speaker_name: speaker,
  speaker_id: 1,
  text,
  raw_text: text.toLowerCase(),
  start_time: start,
  end_time: end,
});
const call = {
  id: 'ff1',
  title: 'Intro',
  date: 1_772_636_400_000,
  duration: 0.5,
  organizer_email: 'ann.lee@nimbus.example',
  meeting_attendees: [
    { displayName: 'Bo Chan', email: 'b@harbor.example' },
    { displayName: null, email: 'x@harbor.example' },
  ],
  speakers: [{ id: 1, name: 'Cleo Ray' }],
  sentences: [
    sentence('Ann Lee', '1.50', '4.2', 'Hello, how are you doing today?'),
    sentence('Bo Chan', 4.4, 6, 'Quite well, thank you.'),
    sentence(null, 6.1, null, 'Me too.'),
  ],
};
const read = (given: object) => parsedBy(fireflies, JSON.stringify({ data: { transcript: { ...call, ...given } } }));

describe('fireflies', () => {
  it('reads seconds as numbers or strings, and a name by its id', () => {
    expect(read({}).cues.map(({ speaker, startMs, endMs }) => [speaker, startMs, endMs])).toEqual([
      ['Ann Lee', 1500, 4200],
      ['Bo Chan', 4400, 6000],
      ['Cleo Ray', 6100, null],
    ]);
  });

  it('reads the date in milliseconds and the duration in minutes', () => {
    expect(read({}).metadata).toEqual({
      title: 'Intro',
      externalRef: 'ff1',
      startedAt: '2026-03-04T15:00:00.000Z',
      durationMs: 30_000,
    });
  });

  it('takes a duration for seconds where as minutes nearly all of it would be silence', () => {
    expect(read({ duration: 7 }).metadata.durationMs).toBe(7000);
    expect(read({ duration: 3 }).metadata.durationMs).toBe(180_000);
  });

  it('gives an e-mail to the speaker whose name the attendee or the address bears', () => {
    expect(read({}).participants).toEqual([
      { label: 'Ann Lee', email: 'ann.lee@nimbus.example' },
      { label: 'Bo Chan', email: 'b@harbor.example' },
    ]);
  });

  it('gives no e-mail where two addresses would fit', () => {
    const twice = [
      { displayName: 'Bo Chan', email: 'b@harbor.example' },
      { displayName: 'Bo Chan', email: 'bo@else.example' },
    ];
    expect(read({ meeting_attendees: twice }).participants.map(({ label }) => label)).toEqual(['Ann Lee']);
  });

  it('falls back to the raw words, with their place', () => {
    const text = JSON.stringify({ ...call, sentences: [{ ...call.sentences[0], text: null }] });
    const [cue] = parsedBy(fireflies, text).cues;
    expect(cue?.text).toBe('hello, how are you doing today?');
    expect(text.slice(...(cue?.offset ?? []))).toBe(cue?.text);
  });

  it('reads times that must be milliseconds as such, with a warning', () => {
    const long = 'one two three four five six seven eight nine ten';
    const sentences = [sentence('A', 0, 4000, long), sentence('B', 4000, 8000, long)];
    const result = read({ sentences });
    expect(result.cues[1]).toMatchObject({ startMs: 4000, endMs: 8000 });
    expect(result.warnings).toMatchObject([{ code: 'TIME_UNIT_MILLISECONDS' }]);
  });

  it('splits several calls, and refuses one without sentences', () => {
    const several = { data: { transcripts: [call, { ...call, id: 'ff2' }] } };
    expect(fireflies.parse(sourceOf(JSON.stringify(several)), {})).toMatchObject({
      outcome: 'SPLIT',
      calls: [{ metadata: { externalRef: 'ff1' } }, { fileName: 'ff2.json', format: 'fireflies' }],
    });
    const none = sourceOf(JSON.stringify({ ...call, sentences: null }));
    expect(fireflies.detect(none)).toBeGreaterThan(0.9);
    expect(fireflies.parse(none, {})).toMatchObject({ code: 'TRANSCRIPT_EMPTY' });
  });

  it('claims no sentences of other tools', () => {
    for (const text of [
      '{"sentences":[{"media_channel":1,"transcript":"x"}]}',
      '{"sentences":["a"]}',
      'sentences',
      '[1]',
    ])
      expect(fireflies.detect(sourceOf(text))).toBe(0);
  });
});

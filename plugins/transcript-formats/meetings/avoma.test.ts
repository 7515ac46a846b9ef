import { describe, expect, it } from '@jest/globals';
import { avoma } from './avoma.js';
import { parsedBy, sourceOf } from '../test-support.js';

const call = {
  uuid: 'u1',
  meeting_uuid: 'm1',
  speakers: [
    { id: 1, name: 'Ann Lee', email: 'ann@nimbus.example', is_rep: true },
    { id: '2', name: null, email: 'bo@harbor.example', is_rep: false },
  ],
  transcript: [
    { speaker_id: 1, transcript: 'Hello there.', timestamps: [1.25, 1.6] },
    { speaker_id: 2, transcript: 'Good morning.', timestamps: [] },
    { speaker_id: 7, transcript: 'Who is that?', timestamps: [5, 5.2, 5.4] },
  ],
};
const read = (given: object = {}) => parsedBy(avoma, JSON.stringify({ ...call, ...given }));

describe('avoma', () => {
  it('starts with the first word, and never invents an end', () => {
    expect(read().cues.map(({ speaker, startMs, endMs }) => [speaker, startMs, endMs])).toEqual([
      ['Ann Lee', 1250, null],
      ['bo@harbor.example', null, null],
      ['Speaker 7', 5000, null],
    ]);
  });

  it('reads the side of each speaker', () => {
    expect(read().participants).toEqual([
      { label: 'Ann Lee', name: 'Ann Lee', email: 'ann@nimbus.example', role: 'REP' },
      { label: 'bo@harbor.example', email: 'bo@harbor.example', role: 'CUSTOMER' },
    ]);
  });

  it('knows no sides where nobody is marked', () => {
    const speakers = call.speakers.map((speaker) => ({ ...speaker, is_rep: false }));
    expect(read({ speakers }).participants.map(({ role }) => role)).toEqual([undefined, undefined]);
  });

  it('keeps the id of the meeting', () => {
    expect(read({ subject: 'Intro', start_at: '2026-03-04T10:00:00Z' }).metadata).toEqual({
      title: 'Intro',
      externalRef: 'm1',
      startedAt: '2026-03-04T10:00:00Z',
    });
  });

  it.each([
    '{"transcript":[]}',
    '{"speakers":[],"transcript":"x"}',
    '{"speakers":[],"transcript":[{"text":"x"}]}',
    '{',
  ])('does not claim %s', (text) => expect(avoma.detect(sourceOf(text))).toBe(0));
});

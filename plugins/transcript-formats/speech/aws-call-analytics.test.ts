import { describe, expect, it } from '@jest/globals';
import { awsCallAnalytics } from './aws-call-analytics.js';
import { parsedBy, sourceOf } from '../test-support.js';

const turn = (who: object, content: string, begin: number, end: number, more: object = {}) => ({
  ...who,
  Content: content,
  BeginOffsetMillis: begin,
  EndOffsetMillis: end,
  ...more,
});
const read = (document: object) => parsedBy(awsCallAnalytics, JSON.stringify(document));

describe('aws-call-analytics', () => {
  it('reads turns with roles, cross-talk and redactions as they are', () => {
    const { cues, participants, metadata } = read({
      JobName: 'job-1',
      LanguageCode: 'en-US',
      ConversationCharacteristics: { TotalConversationDurationMillis: 9000 },
      Transcript: [
        turn({ ParticipantRole: 'AGENT' }, 'This is [PII].', 100, 4000, {
          Items: [{ Confidence: '0.5' }, { Confidence: 'x' }, { Confidence: '1.0' }],
        }),
        turn({ ParticipantRole: 'CUSTOMER' }, 'Hello?', 3000, 3500),
      ],
    });
    expect(cues).toMatchObject([
      { speaker: 'AGENT', text: 'This is [PII].', startMs: 100, endMs: 4000, confidence: 0.75 },
      { speaker: 'CUSTOMER', text: 'Hello?', startMs: 3000, endMs: 3500 },
    ]);
    expect(participants).toEqual([
      { label: 'AGENT', role: 'REP' },
      { label: 'CUSTOMER', role: 'CUSTOMER' },
    ]);
    expect(metadata).toEqual({ durationMs: 9000, language: 'en-US', externalRef: 'job-1' });
  });

  it('joins ids to roles by the list of participants', () => {
    const { participants, metadata } = read({
      CustomerMetadata: { ContactId: 'c-1' },
      Participants: [
        { ParticipantId: 'p-1', ParticipantRole: 'AGENT' },
        { ParticipantId: 'p-2', ParticipantRole: 'CUSTOMER' },
        { ParticipantId: 'p-3', ParticipantRole: 'SUPERVISOR' },
      ],
      Transcript: [turn({ ParticipantId: 'p-2' }, 'Hi', 0, 1), turn({ ParticipantId: 'p-1' }, 'Hello', 2, 3)],
    });
    expect(participants).toEqual([
      { label: 'p-1', role: 'REP' },
      { label: 'p-2', role: 'CUSTOMER' },
      { label: 'p-3', role: 'OTHER' },
    ]);
    expect(metadata.externalRef).toBe('c-1');
  });

  it('counts the times of a chat from its first message and says that it is one', () => {
    const message = (time: string, content: string | null, who: string) => ({
      AbsoluteTime: time,
      ParticipantId: who,
      DisplayName: `${who} Name`,
      ...(content === null ? {} : { Content: content }),
    });
    const { cues, metadata, participants, warnings } = read({
      Transcript: [
        message('2026-03-02T10:00:00Z', null, 'AGENT'),
        message('2026-03-02T10:00:01.500Z', 'Hi', 'AGENT'),
        message('2026-03-02T12:00:02+02:00', 'Hello', 'CUSTOMER'),
        message('2026-03-02T10:00:03', 'no zone', 'CUSTOMER'),
      ],
    });
    expect(cues.map((cue) => [cue.startMs, cue.endMs])).toEqual([
      [1500, null],
      [2000, null],
      [null, null],
    ]);
    expect(metadata.startedAt).toBe('2026-03-02T10:00:00.000Z');
    expect(participants[0]).toEqual({ label: 'AGENT', role: 'REP', name: 'AGENT Name' });
    expect(warnings).toMatchObject([{ code: 'CHAT_TRANSCRIPT' }]);
  });

  it('claims its own JSON only', () => {
    expect(
      awsCallAnalytics.detect(
        sourceOf(JSON.stringify({ Transcript: [turn({ ParticipantRole: 'AGENT' }, 'a', 0, 1)] })),
      ),
    ).toBeGreaterThan(0.9);
    for (const document of [
      { Transcript: 'text' },
      { Transcript: [{ Content: 'a' }] },
      { Transcript: [{ ParticipantId: 'A' }] },
      [],
    ]) {
      expect(awsCallAnalytics.detect(sourceOf(JSON.stringify(document)))).toBe(0);
    }
  });
});

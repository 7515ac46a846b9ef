import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { MetricValue, NormalizedTranscript, Participant, ParticipantRole, Turn } from 'debrief/plugin-api';
import { conversation } from './conversation.js';
import { expectWithin } from '../../test/support/expect-within.js';

interface Worked {
  readonly segments: readonly (readonly [startS: number, endS: number, speaker: string])[];
  readonly talk_A: number;
  readonly talk_C: number;
  readonly talk_share_of_speech_A: number;
  readonly switches: number;
  readonly switches_per_min: number;
  readonly longest_monologue_A: number;
  readonly longest_customer_story: number;
  readonly patience_median_clamped: number;
}

const worked = (
  JSON.parse(readFileSync(new URL('../../test/fixtures/conversation.json', import.meta.url), 'utf8')) as {
    conversation: Worked;
  }
).conversation;

const person = (index: number, role: ParticipantRole): Participant => ({
  ...{ index, role, speakerLabel: `P${index}`, name: null, email: null, affiliation: null },
  ...{ roleSource: 'LABEL', confidence: 1 },
});

type Said = readonly [speaker: number, startMs: number | null, endMs: number | null, text?: string];

const call = (roles: readonly ParticipantRole[], said: readonly Said[], durationMs: number | null = null) =>
  ({
    ...{ title: null, startedAt: null, durationMs, language: 'en' },
    participants: roles.map((role, index) => person(index, role)),
    turns: said.map(([participant, startMs, endMs, text = 'Yes.'], index): Turn => ({
      ...{ index, participant, startMs, endMs, text, rawOffset: [0, 0] },
    })),
  }) satisfies NormalizedTranscript;

const figures = (transcript: NormalizedTranscript) => {
  const all: Readonly<Record<string, MetricValue>> = conversation.measure(transcript);
  return Object.fromEntries(
    Object.entries(all).map(([name, value]) => [name, value.outcome === 'MEASURED' ? value.value : value.reason]),
  );
};

const PAIR = ['REP', 'CUSTOMER'] as const;

describe('conversation', () => {
  it('gives the worked figures', () => {
    const said = worked.segments.map(([start, end, who]): Said => [who === 'A' ? 0 : 1, start * 1000, end * 1000]);
    const measured = figures(call(PAIR, said));
    expect(measured.repTalkMs).toBeCloseTo(worked.talk_A * 1000, 6);
    expect(measured.customerTalkMs).toBeCloseTo(worked.talk_C * 1000, 6);
    expect(measured.talkShareOfSpeech).toBeCloseTo(worked.talk_share_of_speech_A, 9);
    expect(measured.switches).toBe(worked.switches);
    expect(measured.interactivity).toBeCloseTo(worked.switches_per_min, 9);
    expect(measured.longestMonologueMs).toBeCloseTo(worked.longest_monologue_A * 1000, 6);
    expect(measured.longestCustomerStoryMs).toBeCloseTo(worked.longest_customer_story * 1000, 6);
    expect(measured.patienceMs).toBe(worked.patience_median_clamped);
    expect(measured.interruptions).toBe(2);
  });

  it('takes the stated length of the call for the share of the call', () => {
    const said: Said[] = [
      [0, 0, 10_000],
      [1, 12_000, 22_000],
    ];
    expect(figures(call(PAIR, said, 100_000))).toMatchObject({
      talkShareOfCall: 0.1,
      talkShareOfSpeech: 0.5,
      patienceMs: 'There is no answer of the representative to the customer.',
    });
  });

  it('does not count one person twice where their cues overlap', () => {
    const said: Said[] = [
      [0, 0, 10_000],
      [0, 5_000, 12_000],
      [1, 12_000, 15_000],
    ];
    expect(figures(call(PAIR, said))).toMatchObject({ repTalkMs: 12_000, switches: 1 });
  });

  it('estimates by words where a time is missing, and marks it', () => {
    const words = (count: number): string => Array.from({ length: count }, () => 'word').join(' ');
    const transcript = call(PAIR, [
      [0, 0, null, words(100)],
      [1, 5_000, 9_000, words(50)],
    ]);
    const share = conversation.measure(transcript).talkShareOfSpeech;
    expect(share).toEqual({
      outcome: 'MEASURED',
      value: 2 / 3,
      unit: 'ratio',
      denominator: 'speech of both sides',
      estimated: true,
    });
    expect(figures(transcript)).toMatchObject({
      repTalkMs: 40_000,
      patienceMs: 'The file has no times for all that is said.',
    });
  });

  it('counts questions by side and by hour of speech', () => {
    const said: Said[] = [
      [0, 0, 36_000, 'What tools do you use today? And who owns the process?'],
      [1, 36_000, 40_000, 'How much does it cost?'],
    ];
    expect(figures(call(PAIR, said))).toMatchObject({ repQuestions: 2, customerQuestions: 1, questionRate: 200 });
  });

  it('says whose side is not known', () => {
    const said: Said[] = [
      [0, 0, 1_000],
      [1, 1_000, 2_000],
    ];
    expect(figures(call(['UNKNOWN', 'UNKNOWN'], said))).toMatchObject({
      talkShareOfSpeech: 'Nobody is known to be the representative.',
      turnBalance: 1,
    });
    expect(figures(call(['REP', 'OTHER'], said)).repTalkMs).toBe('Nobody is known to be the customer.');
  });

  it('measures the balance of turns', () => {
    const said: Said[] = [
      [0, 0, 1],
      [1, 1, 2],
      [0, 2, 3],
      [0, 4, 5],
    ];
    expect(figures(call(PAIR, said)).turnBalance).toBeCloseTo(0.811278, 6);
    expect(figures(call(['REP'], [[0, 0, 1]])).turnBalance).toBe('There is no second speaker.');
  });

  it('looks at long calls in linear time', () => {
    const said = Array.from({ length: 40_000 }, (_, at): Said => [at % 2, at * 1000, at * 1000 + 900]);
    expectWithin(5_000, () => expect(figures(call(PAIR, said)).switches).toBe(39_999));
  });
});

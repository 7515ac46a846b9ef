import { expect, it } from '@jest/globals';
import type { NormalizedTranscript, Turn } from '../plugin-api/index.js';
import { verifyEvidence } from './verify-evidence.js';

const turn: Turn = {
  ...{ index: 0, participant: 0, startMs: 1_000, endMs: 9_000, rawOffset: [0, 60] },
  text: 'How many orders do you handle? And who handles them at night?',
  cues: [
    { at: 0, startMs: 1_000, endMs: 3_000, rawOffset: [0, 30] },
    { at: 31, startMs: 6_000, endMs: null, rawOffset: [31, 47] },
    { at: 48, startMs: 8_000, endMs: 9_000, rawOffset: [48, 60] },
  ],
};
const { cues: _cues, ...whole } = turn;

it.each<[string, Turn, string, number | null, number | null]>([
  ['a cue', turn, 'many orders do you handle', 1_000, 3_000],
  ['a cue without an end', turn, 'And who handles', 6_000, null],
  ['several cues', turn, 'do you handle? And who handles them at night?', 1_000, 9_000],
  ['a turn of one piece', whole, 'who handles them', 1_000, 9_000],
])('a quote has the times of %s', (_, said, quote, startMs, endMs) => {
  const transcript: NormalizedTranscript = {
    ...{ title: null, startedAt: null, durationMs: null, language: 'en', participants: [] },
    turns: [said],
  };
  expect(verifyEvidence(transcript, { kind: 'rep_question', turn_index: 0, quote }, false)).toMatchObject({
    ...{ quote, startMs, endMs, status: 'VERIFIED' },
  });
});

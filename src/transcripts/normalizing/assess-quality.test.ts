import { describe, expect, it } from '@jest/globals';
import type { Cue, ParsedMetadata, ParseWarning } from '../../plugin-api/transcript.js';
import { normalize } from './normalize.js';
import { expectWithin } from '../../../test/support/expect-within.js';

const LINES = [
  'Thanks for making the time. How does your team take orders from the shops today?',
  'Most of them come in by fax, and somebody types them into the old system at night.',
  'What happens when one of those faxes cannot be read in the morning?',
  'Then we call the shop, and by noon the van has left without the goods.',
  'How often did that happen to you last month, roughly?',
  'About thirty times, and each one costs us a free delivery on the next day.',
];

/** Nobody sells, nobody buys. */
const BLAND = [
  'The weather was mild in the north, and the roads were dry until the evening.',
  'In the south it rained, and the rivers rose by a hand until the afternoon.',
  'The wind came from the west, and the ferries went on all through the night.',
  'On the islands there was fog, and the lamps were lit in the harbor at four.',
];

/** Speeches of sixty words, each another. */
const LONG = LINES.map((_line, at) => Array.from({ length: 60 }, (_, word) => `word${at}x${word}`).join(' '));

const call = (change: (cue: Cue, at: number) => Partial<Cue> = () => ({}), lines: readonly string[] = LINES): Cue[] =>
  lines.map((text, at) => {
    const startMs = at * 6000;
    const speaker = at % 2 === 0 ? 'Rep' : 'Customer';
    const cue: Cue = { speaker, text, startMs, endMs: startMs + 5000, offset: [at, at + 1] };
    return { ...cue, ...change(cue, at) };
  });

interface Rest {
  readonly metadata?: ParsedMetadata;
  readonly warnings?: readonly ParseWarning[];
}

const assess = (cues: readonly Cue[], { metadata = {}, warnings = [] }: Rest = {}) => {
  const { quality } = normalize({ outcome: 'PARSED', cues, participants: [], metadata, warnings }, {});
  return { score: quality.score, codes: quality.issues.map(({ code }) => code), issues: quality.issues };
};

const untimed = { startMs: null, endMs: null };

describe('assessQuality', () => {
  it('finds nothing in a sound call', () => {
    expect(assess(call(), { metadata: { durationMs: 40_000 } })).toMatchObject({ score: 1, codes: [] });
  });

  it.each<[string, readonly Cue[], Rest, string[]]>([
    ['nobody known', call((_cue, at) => ({ speaker: at % 2 ? 'Ann' : 'Bo' }), BLAND), {}, ['UNKNOWN_SPEAKERS']],
    [
      'nobody who buys',
      call((_cue, at) => ({ speaker: at % 2 === 0 ? 'Rep' : 'Agent' })),
      {},
      ['UNKNOWN_SPEAKERS', 'ONE_SIDED'],
    ],
    ['speech of nobody', call((_cue, at) => (at > 2 ? { speaker: null } : {})), {}, ['UNKNOWN_SPEAKERS']],
    ['a cue in doubt', call((_cue, at) => ({ doubt: at === 2 })), {}, ['ATTRIBUTION_IN_DOUBT']],
    ['one speaker', call(() => ({ speaker: 'Rep' })), {}, ['UNKNOWN_SPEAKERS', 'ONE_SIDED', 'TOO_SHORT']],
    ['one side', call((_cue, at) => ({ text: at % 2 ? 'Okay.' : (LONG[at] ?? '') })), {}, ['ONE_SIDED']],
    ['an early end', call(), { metadata: { durationMs: 600_000 } }, ['TRUNCATED']],
    ['a file cut off', call(), { warnings: [{ code: 'FILE_CUT_OFF', message: 'Cut.' }] }, ['TRUNCATED']],
    ['nobody named', call(() => ({ speaker: null })), {}, ['UNKNOWN_SPEAKERS']],
    ['no times', call(() => untimed), {}, ['NO_TIMES']],
    ['block times alone', call((_cue, at) => ({ ...untimed, notBeforeMs: at })), {}, ['NO_TIMES']],
    ['few times', call((_cue, at) => (at < 2 ? {} : untimed)), {}, ['NO_TIMES']],
    [
      'the whole call twice',
      [...call(), ...call(({ startMs, endMs }) => ({ startMs: startMs! + 36_000, endMs: endMs! + 36_000 }))],
      {},
      ['DUPLICATE_WORDS'],
    ],
    ['haste', call((_cue, at) => ({ startMs: at * 500, endMs: at * 500 + 450 })), {}, ['IMPLAUSIBLE_SPEED']],
    ['unsure recognition', call((_cue, at) => ({ confidence: at % 2 ? 0.4 : 0.6 })), {}, ['LOW_ASR_CONFIDENCE']],
    ['recognition sure of most', call((_cue, at) => ({ confidence: at === 0 ? 0.1 : 0.9 })), {}, []],
    ['few words', call(undefined, LINES.slice(0, 3)), {}, ['TOO_SHORT']],
  ])('%s', (_name, cues, rest, codes) => {
    expect(assess(cues, rest).codes).toEqual(codes);
  });

  it('takes the weight of each issue off the score, and says what it found', () => {
    const { score, issues } = assess(call((_cue, at) => ({ ...untimed, confidence: at % 2 ? 0.4 : 0.6 })));
    expect(score).toBe(0.7);
    expect(issues.map(({ message }) => message)).toEqual([
      'The file has no times of what was said.',
      expect.stringMatching(/49 %|50 %/),
    ]);
    expect(assess(call(() => ({ ...untimed, speaker: 'Rep', confidence: 0 }), LINES.slice(0, 2))).score).toBe(0);
  });

  it('takes no longer than linear time for a long call', () => {
    const cues = Array.from({ length: 20 }, () => call(() => ({}), LINES)).flat();
    const long = Array.from({ length: 100 }, () => cues).flat();
    expectWithin(3000, () => assess(long));
  });
});

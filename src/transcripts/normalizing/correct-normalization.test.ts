import { describe, expect, it } from '@jest/globals';
import type { NormalizedTranscript, ParticipantRole } from '../../plugin-api/transcript.js';
import type { Quality } from '../quality.js';
import { applyCorrections } from './apply-corrections.js';
import { reassessQuality } from './correct-normalization.js';

const callOf = (roles: readonly ParticipantRole[]): NormalizedTranscript => ({
  ...{ title: null, startedAt: null, durationMs: 40_000, language: 'en' },
  participants: roles.map((role, index) => ({
    ...{ index, speakerLabel: `S${index}`, name: null, email: null, affiliation: null },
    ...{ role, roleSource: 'LABEL' as const, confidence: 1 },
  })),
  turns: Array.from({ length: 8 }, (_, index) => ({
    ...{
      index,
      participant: index % 2,
      startMs: index * 5_000,
      endMs: index * 5_000 + 4_500,
      rawOffset: [0, 1] as const,
    },
    text: `Turn ${index} says a few words ${'more '.repeat(index)}so that there is something to judge.`,
  })),
});

const formOf = (transcript: NormalizedTranscript, quality: Quality | null) => ({ warnings: [], quality, transcript });

const UNKNOWN = { code: 'UNKNOWN_SPEAKERS', message: 'Nobody is known.' } as const;
const UNSURE = { code: 'LOW_ASR_CONFIDENCE', message: 'It was 50 % sure.' } as const;

describe('reassessQuality', () => {
  const [unknown, known] = [callOf(['UNKNOWN', 'UNKNOWN']), callOf(['REP', 'CUSTOMER'])];
  const found = reassessQuality(formOf(unknown, null), unknown);

  it('finds again what the roles tell', () => {
    expect(found.issues.map(({ code }) => code)).toEqual(['UNKNOWN_SPEAKERS']);
    expect(reassessQuality(formOf(unknown, found), known)).toEqual({ score: 1, issues: [] });
    expect(reassessQuality(formOf(known, { score: 1, issues: [] }), unknown)).toEqual(found);
  });

  it('finds the doubt again that its turns carry, whoever is corrected', () => {
    const [first, ...rest] = known.turns;
    const doubtful = { ...known, turns: [{ ...first!, doubt: true as const }, ...rest] };
    const merged = applyCorrections(doubtful, [{ kind: 'MERGE', label: 'S1', into: 'S0' }]);
    for (const after of [doubtful, merged]) {
      const { issues } = reassessQuality(formOf(doubtful, null), after);
      expect(issues).toContainEqual(expect.objectContaining({ code: 'ATTRIBUTION_IN_DOUBT' }));
    }
    const [turn] = merged.turns;
    expect(turn).toMatchObject({ doubt: true });
    expect(turn?.cues?.map(({ doubt }) => doubt)).toEqual([true, ...Array.from({ length: 7 })]);
  });

  it('carries over what only the file shows, with what it took off the score', () => {
    const before = { score: found.score - 0.2, issues: [UNKNOWN, UNSURE] };
    const after = reassessQuality(formOf(unknown, before), known);
    expect(after.issues).toEqual([UNSURE]);
    expect(after.score).toBeCloseTo(0.8);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { NormalizedTranscript, Participant, ParticipantRole, Turn } from '../../plugin-api/transcript.js';
import { applyCorrections } from './apply-corrections.js';
import { isEquivalentForScoring } from './compare-normalizations.js';
import type { SpeakerCorrection } from '../transcript.entity.js';
import { expectWithin } from '../../../test/support/expect-within.js';

const LABELS = ['Ann', 'Bob', 'Cy', 'Dee'] as const;
const ROLES = ['REP', 'CUSTOMER', 'OTHER', 'UNKNOWN'] as const;

const personOf = (label: string, index: number, role: ParticipantRole): Participant => ({
  ...{ index, speakerLabel: label, name: `${label} Roe`, email: `${label}@nimbus.example`, affiliation: null },
  ...{ role, roleSource: 'LABEL', confidence: 0.9 },
});

/** A call in which these people say these words, in order; each word lasts a second. */
const callOf = (people: readonly Participant[], spoken: readonly (readonly [who: number, text: string])[]) => ({
  ...{ title: null, startedAt: null, durationMs: null, language: 'en', participants: people },
  turns: spoken.map(([participant, text], index): Turn => ({
    ...{ index, participant, text, startMs: index * 1000, endMs: index * 1000 + 900 },
    rawOffset: [index * 10, index * 10 + 9],
  })),
});

const twoPeople = [personOf('Ann', 0, 'REP'), personOf('Bob', 1, 'CUSTOMER')];

const arbitraryCall: fc.Arbitrary<NormalizedTranscript> = fc.integer({ min: 1, max: 4 }).chain((count) =>
  fc
    .record({
      roles: fc.array(fc.constantFrom(...ROLES), { minLength: count, maxLength: count }),
      spoken: fc.array(fc.tuple(fc.nat(count - 1), fc.lorem({ maxCount: 4 })), { minLength: 1, maxLength: 30 }),
    })
    .map(({ roles, spoken }) =>
      callOf(
        LABELS.slice(0, count).map((label, index) => personOf(label, index, roles[index] ?? 'UNKNOWN')),
        spoken,
      ),
    ),
);
const label = fc.constantFrom(...LABELS, 'Nobody');
const arbitraryCorrection: fc.Arbitrary<SpeakerCorrection> = fc.oneof(
  fc.record({ kind: fc.constant('SWAP' as const), label, other: label }),
  fc.record({ kind: fc.constant('MERGE' as const), label, into: label }),
  fc.record({ kind: fc.constant('RENAME' as const), label, name: fc.constant('Eve Poe') }),
  fc.record({ kind: fc.constant('SET_ROLE' as const), label, role: fc.constantFrom(...ROLES) }),
);

const wordsOf = ({ turns }: NormalizedTranscript): string => turns.map(({ text }) => text).join(' ');

describe('applyCorrections', () => {
  it('keeps every word in its order, whatever is corrected', () => {
    fc.assert(
      fc.property(arbitraryCall, fc.array(arbitraryCorrection, { maxLength: 6 }), (call, corrections) => {
        expect(wordsOf(applyCorrections(call, corrections))).toBe(wordsOf(call));
      }),
    );
  });

  it('leaves turns and people numbered without gaps, and every turn to somebody who is there', () => {
    fc.assert(
      fc.property(arbitraryCall, fc.array(arbitraryCorrection, { maxLength: 6 }), (call, corrections) => {
        const { participants, turns } = applyCorrections(call, corrections);
        expect(turns.map(({ index }) => index)).toEqual(turns.map((_, at) => at));
        expect(participants.map(({ index }) => index)).toEqual(participants.map((_, at) => at));
        expect(turns.every(({ participant }) => participants[participant] !== undefined)).toBe(true);
      }),
    );
  });

  it('knows the words of each cue of a joined turn', () => {
    fc.assert(
      fc.property(arbitraryCall, fc.array(arbitraryCorrection, { maxLength: 6 }), (call, corrections) => {
        const { turns } = applyCorrections(call, corrections);
        const pieces = turns.flatMap(({ text, cues }) =>
          cues ? cues.map(({ at }, place) => text.slice(at, cues[place + 1]?.at).trimEnd()) : [text],
        );
        expect(pieces).toEqual(call.turns.map(({ text }) => text));
      }),
    );
  });

  it('never makes a label, and takes none away but by merging', () => {
    fc.assert(
      fc.property(arbitraryCall, arbitraryCorrection, (call, correction) => {
        const labels = call.participants.map(({ speakerLabel }) => speakerLabel);
        const after = applyCorrections(call, [correction]).participants.map(({ speakerLabel }) => speakerLabel);
        const merged = correction.kind === 'MERGE' && correction.label !== correction.into;
        const gone = merged && labels.includes(correction.label) && labels.includes(correction.into);
        expect(after).toEqual(labels.filter((one) => !gone || one !== correction.label));
      }),
    );
  });

  it('a swap undone by a second one is what scoring saw before', () => {
    fc.assert(
      fc.property(arbitraryCall, label, label, (call, one, other) => {
        const swap: SpeakerCorrection = { kind: 'SWAP', label: one, other };
        expect(isEquivalentForScoring(call, applyCorrections(call, [swap, swap]))).toBe(true);
      }),
    );
  });

  it('a merge joins what is now one stretch, and nothing else', () => {
    const call = callOf(twoPeople, [
      [0, 'So'],
      [1, 'tell me'],
      [1, 'more'],
      [0, 'please'],
    ]);
    const { turns, participants } = applyCorrections(call, [{ kind: 'MERGE', label: 'Bob', into: 'Ann' }]);
    expect(participants.map(({ speakerLabel }) => speakerLabel)).toEqual(['Ann']);
    expect(turns.map(({ text, startMs, endMs, rawOffset }) => [text, startMs, endMs, rawOffset])).toEqual([
      ['So tell me', 0, 1900, [0, 19]],
      ['more please', 2000, 3900, [20, 39]],
    ]);
  });

  it('a hundred thousand turns merge into one at once', () => {
    const call = callOf(
      twoPeople,
      Array.from({ length: 100_000 }, (_, index) => [index % 2, 'yes'] as const),
    );
    expectWithin(2_000, () => {
      const { turns } = applyCorrections(call, [{ kind: 'MERGE', label: 'Bob', into: 'Ann' }]);
      expect(turns[0]?.cues).toHaveLength(100_000);
    });
  });

  it.each<[SpeakerCorrection, Partial<Participant>, Partial<Participant>]>([
    [
      { kind: 'SWAP', label: 'Ann', other: 'Bob' },
      { name: 'Bob Roe', email: 'Bob@nimbus.example', role: 'CUSTOMER', roleSource: 'OPTION', confidence: 1 },
      { name: 'Ann Roe', role: 'REP' },
    ],
    [{ kind: 'RENAME', label: 'Bob', name: 'Rob Roe' }, { name: 'Ann Roe' }, { name: 'Rob Roe', role: 'CUSTOMER' }],
    [
      { kind: 'SET_ROLE', label: 'Ann', role: 'UNKNOWN' },
      { role: 'UNKNOWN', roleSource: 'NONE', confidence: 0 },
      { role: 'CUSTOMER', roleSource: 'LABEL', confidence: 0.9 },
    ],
  ])('%j changes who they are', (correction, ann, bob) => {
    const call = callOf(twoPeople, [[0, 'Hello']]);
    expect(applyCorrections(call, [correction]).participants).toMatchObject([ann, bob]);
  });
});

describe('isEquivalentForScoring', () => {
  const call = callOf(twoPeople, [
    [0, 'Hello'],
    [1, 'Hi'],
  ]);

  it.each<[string, SpeakerCorrection, boolean]>([
    ['a name', { kind: 'RENAME', label: 'Ann', name: 'Anna' }, true],
    ['the same role again', { kind: 'SET_ROLE', label: 'Ann', role: 'REP' }, true],
    ['another role', { kind: 'SET_ROLE', label: 'Ann', role: 'OTHER' }, false],
    ['sides that change places', { kind: 'SWAP', label: 'Ann', other: 'Bob' }, false],
    ['turns that are joined', { kind: 'MERGE', label: 'Ann', into: 'Bob' }, false],
  ])('%s', (_, correction, alike) => {
    expect(isEquivalentForScoring(call, applyCorrections(call, [correction]))).toBe(alike);
  });
});

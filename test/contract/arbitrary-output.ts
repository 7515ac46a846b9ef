import fc from 'fast-check';
import {
  evidenceKindsOf,
  JUDGE_FLAGS,
  type JudgeDimension,
  type JudgeEvidence,
  type JudgeImprovement,
  type JudgeOutput,
  type NormalizedTranscript,
  type ParticipantRole,
  type Rubric,
  type RubricDimension,
} from 'debrief/plugin-api';

/** Said in calls and quoted in answers, so that some quotes hold and some nearly do. */
const SPOKEN = [
  'How many trucks do you run at the moment, and who plans the routes?',
  'How many trucks do you run at this moment, and who plans the routes?',
  'We run about 40 trucks out of two depots.',
  'we run about 40 trucks',
];

/** Text as models and files can hold it: words, any Unicode, lone surrogates. */
const text = fc.oneof(
  fc.lorem({ maxCount: 12 }),
  fc.constantFrom(...SPOKEN),
  fc.constantFrom(...SPOKEN),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom('', '?', '\u0000', '\uD800', '"'.repeat(50), '__proto__'),
);

const index = fc.oneof(fc.integer({ min: -2, max: 12 }), fc.constantFrom(9_999, -1, Number.MAX_SAFE_INTEGER));

const roles: readonly ParticipantRole[] = ['REP', 'CUSTOMER', 'OTHER', 'UNKNOWN'];

/** A transcript of up to 12 turns between one person of each role. */
export const arbitraryTranscript: fc.Arbitrary<NormalizedTranscript> = fc
  .record({
    language: fc.constantFrom('en', 'und', 'de', 'ja'),
    lines: fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), text), { maxLength: 12 }),
  })
  .map(({ language, lines }) => ({
    title: null,
    startedAt: null,
    durationMs: null,
    language,
    participants: roles.map((role, at) => ({
      index: at,
      speakerLabel: role,
      name: null,
      email: null,
      affiliation: null,
      role,
      roleSource: 'OPTION' as const,
      confidence: 1,
    })),
    turns: lines.map(([participant, line], at) => ({
      index: at,
      participant,
      startMs: null,
      endMs: null,
      text: line,
      rawOffset: [0, 0] as const,
    })),
  }));

const evidence = (dimension: RubricDimension): fc.Arbitrary<JudgeEvidence> =>
  fc.record({ kind: fc.constantFrom(...evidenceKindsOf(dimension)), turn_index: index, quote: text });

const reason = fc.constantFrom('not_applicable' as const, 'insufficient_evidence' as const, null);

const levelsOf = ({ min, max, step }: Rubric['scale']): readonly number[] =>
  Array.from({ length: Math.round((max - min) / step) + 1 }, (_, at) => min + at * step);

const dimension = (rubric: Rubric, one: RubricDimension): fc.Arbitrary<JudgeDimension> =>
  fc.record({
    evidence: fc.array(evidence(one), { maxLength: 6 }),
    rationale: text,
    ...(one.notApplicableWhen === undefined ? {} : { unscored_reason: reason }),
    score: fc.oneof(fc.constant(null), fc.constantFrom(...levelsOf(rubric.scale))),
    confidence: fc.constantFrom('low', 'medium', 'high'),
  });

const improvement = (key: fc.Arbitrary<string>): fc.Arbitrary<JudgeImprovement> =>
  fc.record({
    dimension: key,
    priority: fc.constantFrom('high', 'medium', 'low'),
    advice: text,
    turn_index: fc.option(index),
    original_quote: fc.option(text),
    example_rewrite: text,
  });

/** Whatever fits the response schema of a rubric, however silly. */
export const arbitraryOutput = (rubric: Rubric): fc.Arbitrary<JudgeOutput> => {
  const key = fc.constantFrom(...rubric.dimensions.map((one) => one.key));
  return fc.record({
    call_check: fc.record({ is_sales_call: fc.boolean(), language: text, rep_speaker_ids: fc.array(text) }),
    dimensions: fc.record(Object.fromEntries(rubric.dimensions.map((one) => [one.key, dimension(rubric, one)]))),
    coaching: fc.record({
      strengths: fc.array(fc.record({ dimension: key, text }), { maxLength: 4 }),
      improvements: fc.array(improvement(key), { maxLength: 6 }),
      summary: text,
    }),
    overall_score: fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer()),
    flags: fc.array(fc.constantFrom(...JUDGE_FLAGS), { maxLength: 4 }),
  });
};

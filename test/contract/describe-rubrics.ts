import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import {
  evidenceKindsOf,
  evidenceShortfall,
  responseSchemaFor,
  type Contributions,
  type EvidenceFloor,
  type Rubric,
  type RubricDimension,
} from 'debrief/plugin-api';

const onScale = ({ scale }: Rubric, score: number): boolean => score >= scale.min && score <= scale.max;

/** Kinds that a floor demands, without what any kind satisfies. */
const demandedKinds = (floor: EvidenceFloor): string[] => [
  ...(floor.rep_question ? ['rep_question'] : []),
  ...(floor.rep_statement ? ['rep_statement'] : []),
  ...(floor.customer_response || floor.customer_response_with_number ? ['customer_response'] : []),
];

const describeDimension = (rubric: Rubric, dimension: RubricDimension): void => {
  const { anchors, evidenceFloor, negativeExamples } = dimension;
  it('anchors both ends of the scale, each level once, in order', () => {
    const levels = anchors.map(({ score }) => score);
    expect(levels).toEqual([...new Set(levels)].sort((a, b) => a - b));
    expect([levels[0], levels.at(-1)]).toEqual([rubric.scale.min, rubric.scale.max]);
    for (const { text } of anchors) expect(text.trim()).not.toBe('');
  });

  it('asks for evidence that may be cited, on levels of the scale, in order', () => {
    const kinds: readonly string[] = evidenceKindsOf(dimension);
    const mins = evidenceFloor.map(({ min }) => min);
    expect(mins).toEqual([...new Set(mins)].sort((a, b) => a - b));
    for (const floor of evidenceFloor) {
      expect(onScale(rubric, floor.min)).toBe(true);
      for (const kind of demandedKinds(floor)) expect(kinds).toContain(kind);
    }
  });

  it('has a lowest score that needs no proof: nothing can be shown of what is missing', () => {
    expect(evidenceShortfall(evidenceFloor, rubric.scale.min, [])).toEqual([]);
  });

  it('points counterexamples to dimensions that there are', () => {
    const keys = [...rubric.dimensions.map(({ key }) => key), 'none'];
    for (const { belongsTo } of negativeExamples) expect(keys).toContain(belongsTo);
  });
};

export const describeRubrics = ({ rubrics = [] }: Contributions): void => {
  for (const rubric of rubrics)
    describe(`rubric ${rubric.key} version ${rubric.version}`, () => {
      it('yields a response schema that compiles', () => {
        expect(() => new Ajv({ strict: true }).compile({ ...responseSchemaFor(rubric) })).not.toThrow();
      });

      it('has keys that are told apart, and weights that sum to 1', () => {
        const keys = rubric.dimensions.map(({ key }) => key);
        expect(new Set(keys).size).toBe(keys.length);
        for (const key of keys) expect(key).toMatch(/^[a-z][a-z0-9_]*$/);
        for (const { weight } of rubric.dimensions) expect(weight).toBeGreaterThan(0);
        expect(rubric.dimensions.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 9);
      });

      it('has a scale of whole steps', () => {
        const { min, max, step } = rubric.scale;
        expect(step).toBeGreaterThan(0);
        expect((max - min) / step).toBeGreaterThanOrEqual(1);
        expect(Math.abs((max - min) / step - Math.round((max - min) / step))).toBeLessThan(1e-9);
      });

      it('has gates on its own dimensions that hold something down', () => {
        const keys = rubric.dimensions.map(({ key }) => key);
        for (const { dimension, min, cap, reason } of rubric.gates ?? []) {
          expect(keys).toContain(dimension);
          expect(min > rubric.scale.min && min <= rubric.scale.max).toBe(true);
          expect(cap >= rubric.scale.min && cap < rubric.scale.max).toBe(true);
          expect(reason).not.toBe('');
        }
      });

      for (const dimension of rubric.dimensions)
        describe(`dimension ${dimension.key}`, () => describeDimension(rubric, dimension));
    });
};

import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { responseSchemaFor, type Contributions } from 'debrief/plugin-api';

export const describeRubrics = ({ rubrics = [] }: Contributions): void => {
  for (const rubric of rubrics)
    describe(`rubric ${rubric.key} version ${rubric.version}`, () => {
      it('yields a response schema that compiles', () => {
        expect(() => new Ajv().compile({ ...responseSchemaFor(rubric) })).not.toThrow();
      });

      it('has keys, weights, anchors and floors that its scale can carry', () => {
        const keys = rubric.dimensions.map(({ key }) => key);
        expect(new Set(keys).size).toBe(keys.length);
        for (const { key, weight, anchors, evidenceFloor } of rubric.dimensions) {
          expect(key).toMatch(/^[a-z][a-z0-9_]*$/);
          expect(weight).toBeGreaterThan(0);
          for (const score of [...anchors.map((anchor) => anchor.score), ...evidenceFloor.map(({ min }) => min)]) {
            expect(score).toBeGreaterThanOrEqual(rubric.scale.min);
            expect(score).toBeLessThanOrEqual(rubric.scale.max);
          }
        }
      });
    });
};

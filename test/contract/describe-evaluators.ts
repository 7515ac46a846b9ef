import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import type { Contributions } from 'debrief/plugin-api';
import { NAME } from './patterns.js';

export const describeEvaluators = ({ evaluators = [] }: Contributions): void => {
  for (const evaluator of evaluators)
    describe(`evaluator ${evaluator.name}`, () => {
      it('declares version, roles and options', () => {
        expect(evaluator.name).toMatch(NAME);
        expect(evaluator.version).toBeGreaterThanOrEqual(1);
        expect(Number.isInteger(evaluator.version)).toBe(true);
        for (const role of evaluator.modelRoles) expect(role).toMatch(NAME);
        expect(() => new Ajv().compile({ ...(evaluator.optionsSchema ?? {}) })).not.toThrow();
      });
    });
};

import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import {
  responseSchemaFor,
  type Contributions,
  type Issue,
  type JudgeOutput,
  type Repair,
  type Rubric,
  type ValidatorInput,
} from 'debrief/plugin-api';
import { arbitraryOutput, arbitraryTranscript } from './arbitrary-output.js';
import { CODE, POINTER } from './patterns.js';

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const follow = (document: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((value, key) => (isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined), document);

const parentOf = (pointer: string): string => pointer.slice(0, pointer.lastIndexOf('/'));

const applyRepair = (document: unknown, { path, ...repair }: Repair): void => {
  const parent = follow(document, parentOf(path)) as Record<string, unknown>;
  const key = path
    .slice(path.lastIndexOf('/') + 1)
    .replaceAll('~1', '/')
    .replaceAll('~0', '~');
  if (repair.op === 'replace') parent[key] = repair.value;
  else if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else Reflect.deleteProperty(parent, key);
};

const expectSoundIssue = (issue: Issue, output: JudgeOutput): void => {
  expect(['error', 'warning']).toContain(issue.severity);
  expect([undefined, 'REVIEW', 'DOUBT']).toContain(issue.effect);
  expect(issue.code).toMatch(CODE);
  expect(issue.path).toMatch(POINTER);
  expect(follow(output, issue.path)).toBeDefined();
  expect(issue.message).not.toBe('');
  expect(issue.hint).not.toBe('');
};

/** Repairs must leave an answer that still fits the schema. */
const expectSoundRepairs = (issues: readonly Issue[], output: JudgeOutput, fits: (value: unknown) => boolean): void => {
  const copy = structuredClone(output);
  for (const repair of issues.flatMap(({ repairs }) => repairs ?? [])) {
    expect(repair.path).toMatch(POINTER);
    applyRepair(copy, repair);
  }
  expect(fits(copy)).toBe(true);
};

export const describeValidators = (contributions: Contributions, rubric: Rubric, runs: number): void => {
  const fits = new Ajv().compile({ ...responseSchemaFor(rubric) });
  const input: fc.Arbitrary<ValidatorInput> = fc.record({
    transcript: arbitraryTranscript,
    rubric: fc.constant(rubric),
    output: arbitraryOutput(rubric),
    prompt: fc.record({ nonce: fc.constantFrom('', 'n0nce'), instructions: fc.lorem({ maxCount: 40 }) }),
    uiLanguage: fc.constantFrom('en', 'de-AT', 'ja', 'xx'),
    reference: fc.option(arbitraryOutput(rubric)),
  });

  for (const validator of contributions.validators ?? [])
    describe(`validator ${validator.name}`, () => {
      it('never throws on an answer that fits the schema, changes nothing, and points at what exists', () => {
        const holds = (one: ValidatorInput): void => {
          expect(fits(one.output)).toBe(true);
          const before = structuredClone(one.output);
          const issues = validator.validate(one, {});
          expect(one.output).toEqual(before);
          for (const issue of issues) expectSoundIssue(issue, one.output);
          expectSoundRepairs(issues, one.output, fits);
        };
        fc.assert(fc.property(input, holds), { numRuns: runs });
      });

      it('has options that compile', () => {
        expect(() => new Ajv().compile({ ...(validator.optionsSchema ?? {}) })).not.toThrow();
      });
    });
};

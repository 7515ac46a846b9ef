import { describe, expect, it } from '@jest/globals';
import type { Contributions, PluginHost, Validator } from 'debrief/plugin-api';
import plugin from './index.js';
import { check, makeOutput, question } from './test-support.js';
import { expectWithin } from '../../test/support/expect-within.js';

const host: PluginHost = {
  logger: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
  secret: () => undefined,
};
const validators: readonly Validator[] = (plugin.setup({}, host) as Contributions).validators ?? [];

describe('score-checks', () => {
  it.each(validators)('$name has nothing against a sound answer', (validator) => {
    expect(check(validator)).toEqual([]);
  });

  it('has one order for all, without ties', () => {
    expect(new Set(validators.map(({ order }) => order)).size).toBe(validators.length);
    expect(new Set(validators.map(({ name }) => name)).size).toBe(validators.length);
  });

  it('stays quick on an answer of the largest size', () => {
    const word = 'planning ';
    const huge = makeOutput((output) => {
      output.coaching.summary = word.repeat(60_000);
      output.dimensions.problem!.evidence = Array.from({ length: 40 }, () => question(2, word.repeat(30)));
    });
    expectWithin(2_000, () => {
      for (const validator of validators) check(validator, (output) => Object.assign(output, huge));
    });
  });
});

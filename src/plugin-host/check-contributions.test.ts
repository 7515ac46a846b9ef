import { describe, expect, it } from '@jest/globals';
import { definePlugin } from '../plugin-api/index.js';
import { checkContributions } from './check-contributions.js';

const plugin = definePlugin({ name: 'p', version: '1.0.0', apiVersion: 1, description: 'd', setup: () => ({}) });

const dimension = (key: unknown, weight: unknown) => ({ key, weight });
const rubric = (more: object) => ({
  key: 'r',
  version: 1,
  name: 'R',
  scale: { min: 0, max: 5, step: 1 },
  dimensions: [dimension('one', 1)],
  ...more,
});
const none = () => null;
const provider = (batch: unknown) => ({
  ...{ name: 'm', description: 'd', defaultModel: 'x', offline: false, readiness: none, complete: none, batch },
});
const parser = (more: object) => ({ format: 'f', description: 'd', detect: none, parse: none, ...more });
const validator = { name: 'v', description: 'd', order: 1, validate: () => [] };

describe('checkContributions', () => {
  it.each([
    {},
    { validators: undefined, dispose: () => undefined },
    { validators: [validator], rubrics: [rubric({}), rubric({ scale: { min: 0, max: 1, step: 0.1 } })] },
    { modelProviders: [provider(undefined)] },
    {
      transcriptParsers: [
        parser({}),
        parser({ extensions: ['vtt'], family: 'captions', fallback: false, refuses: true }),
      ],
    },
    { prompts: [{ key: 'base', number: 1, commitMessage: 'm', text: 't' }] },
  ])('accepts %j', (contributions) => {
    expect(checkContributions(plugin, contributions)).toBe(contributions);
  });

  it.each([
    [{ validators: [{ ...validator, name: 'Has Spaces' }] }, 'validators[0] has the name'],
    [{ validators: [validator, null] }, 'validators[1] must be an object'],
    [{ validators: [{ ...validator, order: '1' }] }, 'needs order (number)'],
    [{ validators: [{ ...validator, optionsSchema: { type: 'nonsense' } }] }, 'optionsSchema does not compile'],
    [{ evaluators: [{ name: 'e', version: 1.5, description: 'd' }] }, 'needs version (integer)'],
    [{ rubrics: [rubric({ scale: { min: 5, max: 0, step: 1 } })] }, 'scale'],
    [{ rubrics: [rubric({ scale: { min: 0, max: 5, step: 2 } })] }, 'scale'],
    [{ rubrics: [rubric({ dimensions: [] })] }, 'no dimensions'],
    [{ rubrics: [rubric({ dimensions: [dimension('__proto__', 1)] })] }, 'snake_case'],
    [{ rubrics: [rubric({ dimensions: [dimension('a', 1), dimension('a', 1)] })] }, 'twice'],
    [{ rubrics: [rubric({ dimensions: [dimension('a', 0)] })] }, 'no weight'],
    [{ modelProviders: [provider(null)] }, 'needs batch (object)'],
    [{ modelProviders: [provider({ submit: none, find: none })] }, 'needs batch.poll (function)'],
    [{ transcriptParsers: [parser({ extensions: 'vtt' })] }, 'transcriptParsers[0] needs extensions'],
    [{ transcriptParsers: [parser({ extensions: ['.vtt'] })] }, 'needs extensions'],
    [{ transcriptParsers: [parser({ family: ' ' })] }, 'needs family'],
    [{ transcriptParsers: [parser({ fallback: 1 })] }, 'needs fallback'],
    [{ transcriptParsers: [parser({ refuses: 'yes' })] }, 'needs fallback and refuses'],
    [{ dispose: 7 }, 'dispose must be a function'],
    [{ prompt: [] }, 'setup answered "prompt"'],
  ])('refuses %j', (contributions, said) => {
    expect(() => checkContributions(plugin, contributions)).toThrow(said);
  });
});

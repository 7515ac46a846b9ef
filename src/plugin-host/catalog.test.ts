import { describe, expect, it } from '@jest/globals';
import { AppError } from '../errors/app-error.js';
import { definePlugin, type Contributions, type ValidatorInput } from '../plugin-api/index.js';
import { buildCatalog } from './catalog.js';
import { parseModelAddress } from './model-address.js';

const loaded = (name: string, contributions: Contributions) => ({
  plugin: definePlugin({ name, version: '1.0.0', apiVersion: 1, description: 'd', setup: () => contributions }),
  contributions,
});

const validator = (name: string, order: number) => ({
  name,
  description: 'd',
  order,
  validate: () => [{ severity: 'error' as const, code: 'WRONG', path: '', message: 'm', hint: 'h' }],
});

const provider = (name: string) => ({
  name,
  description: 'd',
  defaultModel: 'standard',
  offline: true,
  readiness: () => ({ ready: true as const }),
  complete: () => Promise.reject(new Error('not asked')),
});

const catalog = buildCatalog([
  loaded('first', { validators: [validator('late', 9), validator('early', 1)], modelProviders: [provider('one')] }),
  loaded('second', { validators: [validator('middle', 5)], modelProviders: [provider('two')] }),
]);

const codeOf = (work: () => unknown): [string, string] => {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return [error.code, error.message];
  }
  throw new Error('expected an AppError');
};

describe('catalog', () => {
  it('sorts validators over all plugins and prefixes the codes of their issues', () => {
    expect(catalog.validators.map(({ name }) => name)).toEqual(['early', 'middle', 'late']);
    const codes = catalog.validators.map((one) => one.validate({} as ValidatorInput, {})[0]?.code);
    expect(codes).toEqual(['first/WRONG', 'second/WRONG', 'first/WRONG']);
  });

  it('names what exists where a name is unknown', () => {
    expect(codeOf(() => catalog.modelProvider('three'))).toEqual([
      'PROVIDER_UNKNOWN',
      'There is no model provider "three". Enabled: one, two.',
    ]);
    expect(codeOf(() => catalog.evaluator('any'))[0]).toBe('EVALUATOR_UNKNOWN');
  });

  it('holds rubrics of one key in several versions, and refuses one version twice', () => {
    const rubric = (version: number) => ({ key: 'spin', version }) as NonNullable<Contributions['rubrics']>[number];
    expect(buildCatalog([loaded('a', { rubrics: [rubric(1), rubric(2)] })]).rubrics).toHaveLength(2);
    const twice = [loaded('a', { rubrics: [rubric(1)] }), loaded('b', { rubrics: [rubric(1)] })];
    expect(codeOf(() => buildCatalog(twice))[0]).toBe('PLUGIN_DUPLICATE');
  });
});

describe('parseModelAddress', () => {
  it.each([
    ['one/gpt-5-mini', 'one', 'gpt-5-mini'],
    ['one/meta/llama:8b@v1', 'one', 'meta/llama:8b@v1'],
    ['two', 'two', 'standard'],
  ])('reads %s', (address, name, model) => {
    const read = parseModelAddress(address, catalog);
    expect([read.provider.name, read.model, read.address]).toEqual([name, model, `${name}/${model}`]);
  });

  it.each(['', '/', 'one/', '/model', 'one/a b', 'One/x', 'one/\u0000', `one/${'x'.repeat(201)}`])(
    'refuses %j',
    (address) => {
      expect(codeOf(() => parseModelAddress(address, catalog))[0]).toBe('MODEL_ADDRESS_INVALID');
    },
  );

  it('names the providers that exist', () => {
    expect(codeOf(() => parseModelAddress('nobody/x', catalog))[1]).toContain('one, two');
  });
});

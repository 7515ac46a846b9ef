import { describe, expect, it } from '@jest/globals';
import type { Contributions, PluginHost } from 'debrief/plugin-api';
import { silentLogger } from '../../src/logging/logger.js';
import { checkPluginConfig } from '../../src/plugin-host/check-plugin.js';
import plugin from './index.js';

const setUp = (secrets: Readonly<Record<string, string>>, config = {}): Contributions => {
  const host: PluginHost = { logger: silentLogger, secret: (name) => secrets[name] };
  return plugin.setup(checkPluginConfig(plugin, config), host) as Contributions;
};
const provider = (...args: Parameters<typeof setUp>) => setUp(...args).modelProviders![0]!;

describe('openai plugin', () => {
  it('is ready with a key and names what is missing without one', () => {
    expect(provider({ OPENAI_API_KEY: 'k' }).readiness()).toEqual({ ready: true });
    expect(provider({}).readiness()).toEqual({ ready: false, reason: 'OPENAI_API_KEY is not set.' });
    expect(provider({ OTHER: 'k' }, { apiKeySecret: 'OTHER' }).readiness()).toEqual({ ready: true });
  });

  it.each([
    [{}, {}, 'api.openai.com'],
    [{ OPENAI_BASE_URL: '' }, {}, 'api.openai.com'],
    [{ OPENAI_BASE_URL: 'http://localhost:11434/v1' }, {}, 'localhost:11434'],
    [{ OPENAI_BASE_URL: 'http://localhost:1/v1' }, { baseUrl: 'https://gateway.example/v1' }, 'gateway.example'],
  ])('takes the base URL from %j and %j', (secrets, config, host) => {
    expect(provider(secrets as Record<string, string>, config).description).toContain(host);
  });

  it('brings a provider for each further endpoint, none with the key of another', () => {
    const endpoints = {
      local: { baseUrl: 'http://localhost:8000/v1', defaultModel: 'judge', keyless: true, limits: { concurrency: 2 } },
      cloud: { baseUrl: 'https://r.azure.example', defaultModel: 'd', apiKeySecret: 'AZURE_KEY', dialect: 'azure' },
    };
    const [first, local, cloud] = setUp({ OPENAI_API_KEY: 'k' }, { endpoints, models: ['a', 'b'] }).modelProviders!;
    expect([first!.name, first!.models, first!.limits]).toEqual(['openai', ['a', 'b'], undefined]);
    expect([local!.name, local!.limits, local!.readiness()]).toEqual(['local', { concurrency: 2 }, { ready: true }]);
    expect([cloud!.name, cloud!.readiness()]).toEqual(['cloud', { ready: false, reason: 'AZURE_KEY is not set.' }]);
  });

  it('states the longest prompt of the models that the config names', () => {
    const { promptBudget } = provider({ OPENAI_API_KEY: 'k' }, { promptBudgets: { small: 6_000 } });
    expect([promptBudget?.('small'), promptBudget?.('large'), promptBudget?.('toString')]).toEqual([6_000, null, null]);
    expect(provider({}, {}).promptBudget).toBeUndefined();
  });

  it.each([
    [{ endpoints: { other: { baseUrl: 'https://a.example', defaultModel: 'm' } } }],
    [{ endpoints: { 'No Name': { baseUrl: 'https://a.example', defaultModel: 'm', keyless: true } } }],
    [{ limits: { concurrency: 0 } }],
    [{ limits: { perHour: 5 } }],
    [{ promptBudgets: { small: 0 } }],
    [{ dialect: 'other' }],
  ])('refuses the config %j', (config) => {
    expect(() => setUp({}, config)).toThrow('Correct it in plugins.config.json');
  });

  it.each(['https://u:p@a.example', 'https://a.example?x=1'])('refuses the base URL %s', (url) => {
    expect(() => setUp({ OPENAI_BASE_URL: url })).toThrow('no query, fragment or user name');
  });

  it.each(['file:///etc/passwd', 'localhost:1', 'nonsense'])('refuses the base URL %s', (url) => {
    expect(() => setUp({ OPENAI_BASE_URL: url })).toThrow('not an http or https address');
  });
});

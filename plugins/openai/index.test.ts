import { describe, expect, it } from '@jest/globals';
import type { Contributions, PluginHost } from 'debrief/plugin-api';
import { silentLogger } from '../../src/logging/logger.js';
import { checkPluginConfig } from '../../src/plugin-host/check-plugin-config.js';
import plugin from './index.js';

const setUp = (secrets: Readonly<Record<string, string>>, config = {}): Contributions => {
  const host: PluginHost = { logger: silentLogger, secret: (name) => secrets[name] };
  return plugin.setup(checkPluginConfig(plugin, config), host) as Contributions;
};
const provider = (...args: Parameters<typeof setUp>) => setUp(...args).modelProviders![0]!;

describe('openai plugin', () => {
  it('is ready with a key and says what is missing without', () => {
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

  it.each(['file:///etc/passwd', 'localhost:1', 'nonsense'])('refuses the base URL %s', (url) => {
    expect(() => setUp({ OPENAI_BASE_URL: url })).toThrow('not an http or https address');
  });
});

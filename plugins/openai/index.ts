import { definePlugin, type PluginHost } from 'debrief/plugin-api';
import { CONFIG_SCHEMA, type OpenAiConfig } from './config.js';
import { createOpenAiProvider } from './create-open-ai-provider.js';

const SERVICE = 'https://api.openai.com/v1';

const readBaseUrl = (config: OpenAiConfig, host: PluginHost): string => {
  const named = host.secret(config.baseUrlSecret) ?? '';
  const written = config.baseUrl ?? (named === '' ? SERVICE : named);
  const protocol = URL.parse(written)?.protocol;
  if (protocol !== 'https:' && protocol !== 'http:') {
    throw new Error(
      `the base URL ${JSON.stringify(written)} is not an http or https address; correct it in ${config.baseUrlSecret}`,
    );
  }
  return written;
};

export default definePlugin<OpenAiConfig>({
  name: 'openai',
  version: '1.0.0',
  apiVersion: 1,
  description: 'Models behind any endpoint that speaks the OpenAI chat-completions protocol.',
  configSchema: CONFIG_SCHEMA,
  setup: (config, host) => ({
    modelProviders: [
      createOpenAiProvider({
        ...config,
        baseUrl: readBaseUrl(config, host),
        apiKey: host.secret(config.apiKeySecret) ?? null,
      }),
    ],
  }),
});

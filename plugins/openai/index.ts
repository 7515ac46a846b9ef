import { definePlugin, type PluginHost } from 'debrief/plugin-api';
import { CONFIG_SCHEMA, type Endpoint, type EndpointConfig, type OpenAiConfig } from './endpoint.js';
import { createOpenAiProvider } from './create-open-ai-provider.js';

const SERVICE = 'https://api.openai.com/v1';

const secretOf = (host: PluginHost, name: string | undefined): string | null => {
  const value = name === undefined ? '' : (host.secret(name)?.trim() ?? '');
  return value === '' ? null : value;
};

const checkedUrl = (written: string, where: string): string => {
  const url = URL.parse(written);
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') {
    throw new Error(`the base URL ${JSON.stringify(written)} is not an http or https address; correct it in ${where}`);
  }
  if (url.search !== '' || url.hash !== '' || url.username !== '') {
    throw new Error(`the base URL in ${where} must have no query, fragment or user name`);
  }
  return written;
};

const mainUrl = ({ baseUrl, baseUrlSecret }: OpenAiConfig, host: PluginHost): string =>
  checkedUrl(baseUrl ?? secretOf(host, baseUrlSecret) ?? SERVICE, baseUrlSecret);

const endpointOf = (name: string, config: EndpointConfig, baseUrl: string, host: PluginHost): Endpoint => ({
  ...config,
  name,
  baseUrl,
  apiKey: secretOf(host, config.apiKeySecret),
  headers: Object.fromEntries(
    Object.entries(config.headers).map(([header, secret]) => [header, secretOf(host, secret)]),
  ),
});

const endpointsOf = (config: OpenAiConfig, host: PluginHost): readonly Endpoint[] => [
  endpointOf('openai', config, mainUrl(config, host), host),
  ...Object.entries(config.endpoints).map(([name, further]) =>
    endpointOf(name, further, checkedUrl(further.baseUrl ?? '', `endpoints.${name}`), host),
  ),
];

export default definePlugin<OpenAiConfig>({
  name: 'openai',
  version: '1.2.0',
  apiVersion: 1,
  description: 'Models behind any endpoint that speaks the OpenAI chat-completions protocol.',
  configSchema: CONFIG_SCHEMA,
  setup: (config, host) => ({ modelProviders: endpointsOf(config, host).map(createOpenAiProvider) }),
});

import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Plugin, TranscriptParser } from 'debrief/plugin-api';
import { silentLogger } from '../../src/logging/logger.js';
import { loadPlugins } from '../../src/plugin-host/load-plugins.js';
import { expectParserContract } from './describe-parsers.js';
import { describePluginContract } from './describe-plugin-contract.js';

const configFile = path.resolve(import.meta.dirname, '../../plugins.config.json');
const { plugins } = JSON.parse(readFileSync(configFile, 'utf8')) as {
  plugins: readonly { name: string; config?: Record<string, unknown> }[];
};

for (const { name, config } of plugins) {
  const module = (await import(`../../${name.replace('./', '')}/index.js`)) as { default: Plugin };
  await describePluginContract(module.default, config === undefined ? {} : { config });
}

describe('plugins.config.json', () => {
  it('loads as a whole, without a name taken twice', async () => {
    const runtime = await loadPlugins({ configFile, logger: silentLogger, secrets: () => undefined });
    expect(runtime.catalog.plugins.map(({ name }) => `./plugins/${name}`)).toEqual(plugins.map(({ name }) => name));
    await runtime.dispose();
  });
});

describe('contract of parsers', () => {
  const boom = () => {
    throw new Error('boom');
  };
  const sound: TranscriptParser = {
    format: 'sound',
    description: 'd',
    detect: () => 1,
    parse: () => ({ outcome: 'REFUSED', code: 'FORMAT_INVALID', message: 'm' }),
  };
  const check = (parser: TranscriptParser) => () =>
    expectParserContract(parser, { text: 'x', bytes: Buffer.from('x'), encoding: 'utf-8' });

  it('is broken by a parser that throws', () => {
    expect(check(sound)).not.toThrow();
    expect(check({ ...sound, detect: boom })).toThrow('boom');
    expect(check({ ...sound, parse: boom })).toThrow('boom');
  });
});

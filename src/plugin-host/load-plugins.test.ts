import { afterEach, describe, expect, it } from '@jest/globals';
import path from 'node:path';
import { AppError } from '../errors/app-error.js';
import { silentLogger, type Logger } from '../logging/logger.js';
import { loadPlugins } from './load-plugins.js';
import type { PluginEntry } from './read-plugin-config.js';
import { openProject, packageFiles, pluginSource } from './test-support.js';

const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0)) await step();
});

const project = async (files: Readonly<Record<string, string>>): Promise<string> => {
  const { folder, remove } = await openProject(files);
  undo.push(remove);
  return folder;
};

const load = async (
  files: Readonly<Record<string, string>>,
  entries: readonly PluginEntry[],
  more: { timeLimitMs?: number; secrets?: (name: string) => string | undefined; logger?: Logger } = {},
) => {
  const folder = await project(files);
  return loadPlugins({ entries, resolveFrom: folder, logger: silentLogger, secrets: () => undefined, ...more });
};

const fault = async (work: Promise<unknown>): Promise<AppError> => {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof AppError)) throw new Error(`expected an AppError, got ${String(error)}`);
  return error;
};

const heard = (): string[] => {
  const list: string[] = [];
  (globalThis as { heard?: string[] }).heard = list;
  return list;
};

describe('loadPlugins', () => {
  it('loads a third-party package from the node_modules beside plugins.config.json', async () => {
    const source = pluginSource(
      'acme-provider',
      `(config, host) => ({ modelProviders: [{
        name: 'acme', description: config.greeting + host.secret('ACME_KEY'), defaultModel: 'm1', offline: true,
        readiness: () => ({ ready: true }), complete: async () => { throw new Error('not asked') } }] })`,
      `configSchema: { type: 'object', properties: { greeting: { type: 'string', default: 'hi ' } } }`,
    );
    const folder = await project({
      ...packageFiles('debrief-plugin-acme', source),
      'plugins.config.json': JSON.stringify({
        plugins: [{ name: 'debrief-plugin-acme' }, { name: 'not-installed', enabled: false }],
      }),
    });
    const runtime = await loadPlugins({
      configFile: path.join(folder, 'plugins.config.json'),
      logger: silentLogger,
      secrets: (name) => (name === 'ACME_KEY' ? 'secret' : undefined),
    });
    expect(runtime.catalog.modelProvider('acme').description).toBe('hi secret');
    expect(runtime.catalog.plugins).toEqual([
      {
        name: 'acme-provider',
        version: '1.0.0',
        description: 'for a test',
        contributions: { modelProviders: ['acme-provider/acme'] },
      },
    ]);
    await runtime.dispose();
  });

  it('logs a setup that fails after its limit', async () => {
    const warned = new Promise<unknown>((resolve) => {
      const slow = `() => new Promise((_, reject) => { globalThis.finish = () => reject(new Error('late boom')); })`;
      const logger: Logger = { ...silentLogger, warn: resolve, child: () => silentLogger };
      const work = load(packageFiles('p', pluginSource('p', slow)), [{ name: 'p' }], { timeLimitMs: 50, logger });
      void fault(work).then(() => (globalThis as unknown as { finish: () => void }).finish());
    });
    expect(await warned).toMatchObject({ plugin: 'p', err: { message: 'late boom' } });
  });

  it('says why a package cannot be resolved', async () => {
    const files = { 'node_modules/broken/package.json': '{ not JSON' };
    const error = await fault(load(files, [{ name: 'broken' }]));
    expect([error.code, error.cause]).toEqual(['PLUGIN_NOT_FOUND', expect.any(Error)]);
  });

  it.each([
    [
      'a scoped package',
      { '@acme/plugin/package.json': '{"type":"module","main":"m.js"}', '@acme/plugin/m.js': '' },
      '@acme/plugin',
    ],
    [
      'a package with an import condition only',
      { 'p/package.json': '{"type":"module","exports":{".":{"types":"./x.d.ts","import":"./m.js"}}}', 'p/m.js': '' },
      'p',
    ],
  ])('loads %s', async (_what, files, name) => {
    const written = Object.entries(files).map(([file, text]) => [
      `node_modules/${file}`,
      text || pluginSource('found'),
    ]);
    const { catalog } = await load(Object.fromEntries(written) as Record<string, string>, [{ name }]);
    expect(catalog.plugins.map((plugin) => plugin.name)).toEqual(['found']);
  });

  it('loads a file or folder of the project by relative path', async () => {
    const files = {
      'package.json': '{"type":"module"}',
      'mine.js': pluginSource('mine'),
      'plugins/house/index.js': pluginSource('house'),
    };
    const { catalog } = await load(files, [{ name: './mine.js' }, { name: './plugins/house' }]);
    expect(catalog.plugins.map((plugin) => plugin.name)).toEqual(['mine', 'house']);
  });

  it.each([
    ['PLUGIN_NOT_FOUND', 'absent', ''],
    ['PLUGIN_NOT_FOUND', './plugins/absent', ''],
    ['PLUGIN_INVALID', 'bad', 'export default { name: "bad" };'],
    ['PLUGIN_INVALID', 'bad', 'throw new Error("boom at import");'],
    ['PLUGIN_INVALID', 'bad', pluginSource('Bad Name')],
    ['PLUGIN_INVALID', 'bad', pluginSource('bad', '() => null')],
    ['PLUGIN_INVALID', 'bad', pluginSource('bad', '() => ({ validator: [] })')],
    ['PLUGIN_INVALID', 'bad', pluginSource('bad', '() => ({ validators: {} })')],
    [
      'PLUGIN_INVALID',
      'bad',
      pluginSource('bad', '() => ({ validators: [{ name: "x", description: "x", order: 1 }] })'),
    ],
    ['PLUGIN_INVALID', 'bad', pluginSource('bad', '() => ({})', 'configSchema: { type: "nonsense" }')],
    ['PLUGIN_API_MISMATCH', 'bad', pluginSource('bad').replace('apiVersion: 1', 'apiVersion: 2')],
    ['PLUGIN_SETUP_FAILED', 'bad', pluginSource('bad', '() => { throw new Error("boom") }')],
    ['PLUGIN_SETUP_FAILED', 'bad', pluginSource('bad', '() => Promise.reject(new Error("boom"))')],
    ['PLUGIN_SETUP_FAILED', 'bad', pluginSource('bad', '() => new Promise(() => {})')],
  ])('stops with %s for %s: %s', async (code, name, source) => {
    const error = await fault(load(packageFiles('bad', source), [{ name }], { timeLimitMs: 200 }));
    expect(error.code).toBe(code);
    expect(error.message).toContain(`"${name}"`);
  });

  it.each([
    [{ key: 1 }, 'config/key must be string'],
    [{ key: 'a', other: 1 }, 'additional properties ("other")'],
    [{}, "required property 'key'"],
    [{ key: 1, other: 1 }, 'additional properties ("other"); config/key must be string'],
  ])('stops with PLUGIN_CONFIG_INVALID for %j', async (config, said) => {
    const schema = `configSchema: { type: 'object', required: ['key'], additionalProperties: false, properties: { key: { type: 'string' } } }`;
    const files = packageFiles('p', pluginSource('p', '() => ({})', schema));
    const error = await fault(load(files, [{ name: 'p', config }]));
    expect(error.code).toBe('PLUGIN_CONFIG_INVALID');
    expect(error.message).toContain(said);
  });

  it('refuses config for a plugin that declares none', async () => {
    const error = await fault(load(packageFiles('p', pluginSource('p')), [{ name: 'p', config: { x: 1 } }]));
    expect(error.code).toBe('PLUGIN_CONFIG_INVALID');
  });

  it('refuses the same plugin twice', async () => {
    const files = packageFiles('p', pluginSource('p'));
    expect((await fault(load(files, [{ name: 'p' }, { name: 'p' }]))).code).toBe('PLUGIN_DUPLICATE');
  });

  it('refuses two plugins that bring the same name, and names both', async () => {
    const brings = `() => ({ validators: [{ name: 'same', description: 'd', order: 1, validate: () => [] }] })`;
    const files = { ...packageFiles('a', pluginSource('a', brings)), ...packageFiles('b', pluginSource('b', brings)) };
    const error = await fault(load(files, [{ name: 'a' }, { name: 'b' }]));
    expect(error.code).toBe('PLUGIN_DUPLICATE');
    expect(error.message).toMatch(/"b".*"same".*"a"/);
  });

  const disposing = (name: string, then = '') =>
    pluginSource(name, `() => ({ dispose() { globalThis.heard.push('${name}'); ${then} } })`);

  it('disposes in reverse order, also past a plugin that fails or hangs', async () => {
    const list = heard();
    const warnings: unknown[] = [];
    const logger: Logger = {
      ...silentLogger,
      warn: (fields) => warnings.push(fields.plugin),
      child: () => silentLogger,
    };
    const files = {
      ...packageFiles('a', disposing('a')),
      ...packageFiles('b', disposing('b', 'throw new Error("boom")')),
      ...packageFiles('c', disposing('c', 'return new Promise(() => {})')),
    };
    const entries = [{ name: 'a' }, { name: 'b' }, { name: 'c' }];
    const runtime = await load(files, entries, { timeLimitMs: 100, logger });
    await runtime.dispose();
    await runtime.dispose();
    expect(list).toEqual(['c', 'b', 'a']);
    expect(warnings).toEqual(['c', 'b']);
  });

  it('disposes what was set up when a later plugin stops the start', async () => {
    const list = heard();
    const files = { ...packageFiles('a', disposing('a')), ...packageFiles('b', 'throw new Error("boom");') };
    await fault(load(files, [{ name: 'a' }, { name: 'b' }]));
    expect(list).toEqual(['a']);
  });

  it('disposes a setup that ends after its limit', async () => {
    const list = heard();
    const late = new Promise<void>((resolve) => Object.assign(globalThis, { ended: resolve }));
    const slow = `() => new Promise((resolve) => { globalThis.finish = () => resolve({
      dispose() { globalThis.heard.push('late'); globalThis.ended(); } }); })`;
    const error = await fault(load(packageFiles('p', pluginSource('p', slow)), [{ name: 'p' }], { timeLimitMs: 50 }));
    expect(error.message).toContain('not done within 50 ms');
    (globalThis as unknown as { finish: () => void }).finish();
    await late;
    expect(list).toEqual(['late']);
  });

  it.each([
    ['no such file', null],
    ['not JSON', '{ plugins: '],
    ['another shape', '{"plugins":[{"nom":"x"}]}'],
  ])('stops with CONFIG_INVALID for a config file with %s', async (_what, text) => {
    const folder = await project(text === null ? {} : { 'plugins.config.json': text });
    const configFile = path.join(folder, 'plugins.config.json');
    const error = await fault(loadPlugins({ configFile, logger: silentLogger, secrets: () => undefined }));
    expect(error.code).toBe('CONFIG_INVALID');
    expect(error.message).toContain(configFile);
  });

  it('names every fault of a config file at once', async () => {
    const text = '{"plugins":[{"name":""},{"name":"x","enabled":"yes"}]}';
    const folder = await project({ 'plugins.config.json': text });
    const configFile = path.join(folder, 'plugins.config.json');
    const error = await fault(loadPlugins({ configFile, logger: silentLogger, secrets: () => undefined }));
    expect(error.message).toContain('/plugins/0/name must NOT have fewer than 1 characters');
    expect(error.message).toContain('/plugins/1/enabled must be boolean');
  });
});

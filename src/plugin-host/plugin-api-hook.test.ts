import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { transformFile } from '@swc/core';
import { execFile } from 'node:child_process';
import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { openProject, packageFiles, pluginSource } from './test-support.js';

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '../..');
const folders = ['async', 'errors', 'logging', 'text', 'injection', 'plugin-api', 'plugin-host'];

const compileFolder = async (name: string, target: string): Promise<void> => {
  const from = path.join(root, 'src', name);
  await mkdir(path.join(target, 'src', name), { recursive: true });
  for (const file of await readdir(from)) {
    if (!file.endsWith('.ts') || file.endsWith('.test.ts')) continue;
    const options = { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'es6' } } as const;
    const { code } = await transformFile(path.join(from, file), { ...options, swcrc: false });
    await writeFile(path.join(target, 'src', name, file.replace(/\.ts$/, '.js')), code);
  }
};

const script = `
import { loadPlugins } from './src/plugin-host/load-plugins.js';
import { silentLogger } from './src/logging/logger.js';
const configFile = process.argv[2];
const { catalog, dispose } = await loadPlugins({ configFile, logger: silentLogger, secrets: () => undefined });
console.log(JSON.stringify(catalog.plugins.map(({ name }) => name)));
await dispose();
await import('debrief/plugin-api').then(() => console.log('still mapped'), () => console.log('undone'));
`;

// Jest has a module loader of its own that knows no hooks: this needs Node itself, on a build.
describe('plugin API hook', () => {
  let build: Awaited<ReturnType<typeof openProject>>;
  let stranger: Awaited<ReturnType<typeof openProject>>;
  beforeAll(async () => {
    build = await openProject({ 'package.json': '{"type":"module"}', 'start.js': script });
    for (const name of folders) await compileFolder(name, build.folder);
    await symlink(path.join(root, 'node_modules'), path.join(build.folder, 'node_modules'));
    const legacy = `const { definePlugin } = require('debrief/plugin-api');
      module.exports = definePlugin({ name: 'legacy', version: '1.0.0', apiVersion: 1, description: 'd', setup: () => ({}) });`;
    stranger = await openProject({
      ...packageFiles('modern', `import 'debrief/plugin-api/text';\n${pluginSource('modern')}`),
      'node_modules/legacy/package.json': '{"main":"index.js"}',
      'node_modules/legacy/index.js': legacy,
      'plugins.config.json': '{"plugins":[{"name":"modern"},{"name":"legacy"}]}',
    });
  });
  afterAll(async () => {
    await build.remove();
    await stranger.remove();
  });

  it('serves the contract to ES module and CommonJS packages that have no debrief beside them', async () => {
    const args = [path.join(build.folder, 'start.js'), path.join(stranger.folder, 'plugins.config.json')];
    const { stdout } = await run(process.execPath, args, { timeout: 20_000, env: {} });
    expect(stdout.trim().split('\n')).toEqual(['["modern","legacy"]', 'undone']);
  });
});

import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A throw-away project folder with files of the given contents; removed by `remove`. */
export const openProject = async (files: Readonly<Record<string, string>>) => {
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'debrief-plugins-')));
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
};

/** Source of a plugin module; `setup` and `more` are put in as code. */
export const pluginSource = (name: string, setup = '() => ({})', more = ''): string => `
import { definePlugin } from 'debrief/plugin-api';
export default definePlugin({
  name: ${JSON.stringify(name)}, version: '1.0.0', apiVersion: 1, description: 'for a test', setup: ${setup}, ${more}
});`;

/** Files of an npm package that is an ES module. */
export const packageFiles = (name: string, source: string): Readonly<Record<string, string>> => ({
  [`node_modules/${name}/package.json`]: JSON.stringify({
    name,
    version: '1.0.0',
    type: 'module',
    exports: './index.js',
  }),
  [`node_modules/${name}/index.js`]: source,
});

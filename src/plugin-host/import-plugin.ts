import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire, findPackageJSON } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { messageOf, pluginFault } from './plugin-fault.js';

type Load = () => Promise<unknown>;

const isFile = (file: string): boolean => statSync(file, { throwIfNoEntry: false })?.isFile() === true;

const loadFile =
  (file: string): Load =>
  () =>
    import(pathToFileURL(file).href);

/** A file or folder of the project that holds the config file. */
const findOwn = (name: string, from: string): Load | null => {
  const base = path.resolve(from, name);
  const file = [base, `${base}.js`, path.join(base, 'index.js'), path.join(base, 'index.mjs')].find(isFile);
  return file === undefined ? null : loadFile(file);
};

/** A built-in: `plugins/<name>/index` beside `src`, in the sources as in the build. */
const findBuiltIn = (name: string): Load | null => {
  const folder = /^\.\/plugins\/([a-z][a-z0-9-]*)$/.exec(name)?.[1];
  if (folder === undefined) return null;
  const built = ['index.js', 'index.ts'].some((file) =>
    existsSync(new URL(`../../plugins/${folder}/${file}`, import.meta.url)),
  );
  return built ? () => import(`../../plugins/${folder}/index.js`) : null;
};

const CONDITIONS = ['node', 'import', 'module-sync', 'default'];

const pickTarget = (target: unknown): string | null => {
  if (typeof target === 'string') return target;
  if (typeof target !== 'object' || target === null) return null;
  const entries = Object.entries(target);
  for (const [condition, value] of entries) {
    const found = CONDITIONS.includes(condition) || condition === '.' ? pickTarget(value) : null;
    if (found !== null) return found;
  }
  return null;
};

/** For packages whose `exports` have an `import` condition only, which `require.resolve` does not see. */
const findImportOnly = (name: string, from: string): Load | null => {
  if (!/^(?:@[^/]+\/)?[^/]+$/.test(name)) return null;
  const manifest = findPackageJSON(name, pathToFileURL(path.join(from, 'noop.js')));
  if (manifest === undefined) return null;
  const target = pickTarget((JSON.parse(readFileSync(manifest, 'utf8')) as { exports?: unknown }).exports);
  return target === null ? null : loadFile(path.resolve(path.dirname(manifest), target));
};

/** Both ways to resolve a package may throw; what they threw is kept for the message that the package was not found. */
const findPackage = (name: string, from: string, faults: unknown[]): Load | null => {
  const attempt = (find: () => Load | null): Load | null => {
    try {
      return find();
    } catch (error) {
      faults.push(error);
      return null;
    }
  };
  const resolve = () => loadFile(createRequire(path.join(from, 'noop.js')).resolve(name));
  return attempt(resolve) ?? attempt(() => findImportOnly(name, from));
};

const find = (name: string, from: string, faults: unknown[]): Load | null =>
  /^\.{1,2}\//.test(name) || path.isAbsolute(name)
    ? (findOwn(name, from) ?? findBuiltIn(name))
    : findPackage(name, from, faults);

/** The default export; in a CommonJS build of an ES module it is one level deeper. */
const unwrap = (loaded: unknown): unknown => {
  const value = (loaded as { default?: unknown }).default;
  const inner =
    typeof value === 'object' && value !== null && '__esModule' in value ? (value as { default?: unknown }) : null;
  return inner === null ? value : inner.default;
};

/**
 * Finds and loads a plugin's module and answers its default export.
 * @param from folder of the config file: relative paths and packages are looked up from there.
 * @throws AppError PLUGIN_NOT_FOUND, or PLUGIN_INVALID where the module cannot be loaded.
 */
export const importPlugin = async (name: string, from: string): Promise<unknown> => {
  const faults: unknown[] = [];
  const load = find(name, from, faults);
  if (load === null) {
    const cause = faults.at(-1);
    throw pluginFault(
      'PLUGIN_NOT_FOUND',
      name,
      `not found from ${from}. Install it there, or correct its name.`,
      cause,
    );
  }
  try {
    return unwrap(await load());
  } catch (error) {
    throw pluginFault('PLUGIN_INVALID', name, `its module does not load: ${messageOf(error)}`, error);
  }
};

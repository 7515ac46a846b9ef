// Run after every change of dependencies: `npm run lock:complete`.
//
// npm omits optional packages from the lockfile if the registry does not have them (usually binaries for
// another platform), and `npm ci` then rejects that lockfile. Each missing name is added as an optional
// package of another platform, so that `npm ci` skips it.
//
// What packages say of the Node that they need is taken out: they run on the Node that comes as a package, and npm, which
// may run on an older one, would warn of each.
import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8'));
const foreignPlatform = process.platform === 'darwin' ? 'linux' : 'darwin';

const isLocked = (path, name) => {
  for (let at = path; ; at = at.slice(0, at.lastIndexOf('/node_modules/'))) {
    if (lock.packages[`${at === '' ? '' : `${at}/`}node_modules/${name}`]) return true;
    if (!at.includes('/node_modules/')) return Boolean(lock.packages[`node_modules/${name}`]);
  }
};

const added = [];
for (const [path, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (path === '' || isLocked(path, name)) continue;
    lock.packages[`node_modules/${name}`] = {
      version: version.replace(/^[^\d]*/, ''),
      ...(entry.dev ? { dev: true } : {}),
      optional: true,
      os: [foreignPlatform],
    };
    added.push(name);
  }
}
for (const [path, entry] of Object.entries(lock.packages)) {
  if (path !== '') delete entry.engines;
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(
  added.length === 0
    ? 'The lockfile is complete.'
    : `Entered ${added.length} packages of other platforms: ${added.join(', ')}`,
);

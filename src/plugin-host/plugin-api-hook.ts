import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';

const OWN_BUILD: Readonly<Record<string, URL>> = {
  'debrief/plugin-api': new URL('../plugin-api/index.js', import.meta.url),
  'debrief/plugin-api/text': new URL('../plugin-api/text.js', import.meta.url),
};

/** When run from the sources there is no build to map to; the test runner, which compiles them, maps the names itself. */
const isBuilt = (): boolean => Object.values(OWN_BUILD).every((url) => existsSync(url));

/**
 * Lets a plugin import `debrief/plugin-api` wherever it is installed: beside a clone of this project that package cannot be found, and a
 * second copy of the contract could have another version. Returns a function that removes the hook.
 */
export const installPluginApiHook = (): (() => void) => {
  if (!isBuilt()) return () => undefined;
  const hook = registerHooks({
    resolve: (specifier, context, next) => {
      const own = OWN_BUILD[specifier];
      return own === undefined ? next(specifier, context) : { url: own.href, format: 'module', shortCircuit: true };
    },
  });
  return () => hook.deregister();
};

import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const root = fileURLToPath(new URL('..', import.meta.url));
const page = readFileSync(`${root}docs/architecture.md`, 'utf8');

/** Folders below `top` that hold source files themselves, as paths from the root. */
const roomsOf = (top: string): string[] => {
  const files = readdirSync(`${root}${top}`, { recursive: true, encoding: 'utf8' });
  const sources = files.filter((file) => /(?<!\.test)\.ts$/.test(file) && !file.includes('samples'));
  return [...new Set(sources.map((file) => `${top}/${dirname(file)}`))].sort();
};

const listed = [...page.matchAll(/^\| `((?:src|plugins)\/[^`<]+)` +\|/gm)].map(([, path = '']) => path).sort();

describe('docs/architecture.md', () => {
  it('lists every room that exists, and no other', () => {
    expect(listed).toEqual([...roomsOf('src'), ...roomsOf('plugins')].sort());
  });

  it('names only files that exist', () => {
    const named = [...page.matchAll(/`((?:src|graphql|plugins|docs)\/[\w./-]+\.(?:ts|md))`/g)].map(
      ([, path = '']) => path,
    );
    expect(named.length).toBeGreaterThan(10);
    const present = new Set(
      ['src', 'graphql', 'plugins', 'docs'].flatMap((top) =>
        readdirSync(`${root}${top}`, { recursive: true, encoding: 'utf8' }).map((file) => `${top}/${file}`),
      ),
    );
    expect(named.filter((path) => !present.has(path))).toEqual([]);
  });
});

import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { silentLogger } from '../src/logging/logger.js';
import { loadPlugins, type PluginRuntime } from '../src/plugin-host/load-plugins.js';
import type { Contributions, ValidatorInput } from '../src/plugin-api/index.js';
import { normalizeFile } from '../src/transcripts/normalizing/normalize-file.js';

const guide = readFileSync(new URL('../docs/plugin-guide.md', import.meta.url), 'utf8');

/** The code block under a line that consists of a file name. */
const fileIn = (name: string): string => {
  const at = guide.indexOf(`\`${name}\``);
  return /```\w+\n([^]*?)\n```/.exec(guide.slice(at))?.[1] ?? '';
};

describe('the plugin of the plugin guide', () => {
  let folder: string;
  let runtime: PluginRuntime;

  beforeAll(async () => {
    folder = await realpath(await mkdtemp(path.join(tmpdir(), 'debrief-guide-')));
    const home = path.join(folder, 'node_modules/debrief-plugin-dialer');
    await mkdir(home, { recursive: true });
    for (const file of ['package.json', 'index.js']) {
      await writeFile(path.join(home, file), fileIn(`node_modules/debrief-plugin-dialer/${file}`));
    }
    await writeFile(path.join(folder, 'plugins.config.json'), fileIn('plugins.config.json'));
    runtime = await loadPlugins({
      configFile: path.join(folder, 'plugins.config.json'),
      logger: silentLogger,
      secrets: () => undefined,
    });
  });
  afterAll(async () => {
    await runtime.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  it('loads beside the built-ins, with the config as it is pasted', () => {
    const shipped = JSON.parse(readFileSync(new URL('../plugins.config.json', import.meta.url), 'utf8')) as {
      plugins: { name: string }[];
    };
    const names = shipped.plugins.map(({ name }) => path.basename(name));
    expect(runtime.catalog.plugins.map(({ name }) => name).toSorted()).toEqual([...names, 'dialer'].toSorted());
  });

  it('names every kind of contribution', () => {
    const keys: Record<keyof Contributions, true> = {
      ...{ transcriptParsers: true, transcriptMetrics: true, rubrics: true, prompts: true, evaluators: true },
      ...{ validators: true, modelProviders: true, dispose: true },
    };
    for (const key of Object.keys(keys)) expect(guide).toContain(`| \`${key}\``);
  });

  it('reads the file that it is made for', () => {
    const file = '#dialer/1\n0|Ann Example|How do you pack today?\n4.5|Bo Sample|By hand | in boxes.\n';
    const normalized = normalizeFile(Buffer.from(file), { parsers: runtime.catalog.parsers });
    expect(normalized).toMatchObject({
      outcome: 'NORMALIZED',
      format: 'dialer',
      transcript: { turns: [{ startMs: 0 }, { startMs: 4500, text: 'By hand | in boxes.' }] },
    });
    const turns = normalized.outcome === 'NORMALIZED' ? normalized.transcript.turns : [];
    expect(turns.map(({ rawOffset: [from, to] }) => file.slice(from, to))).toEqual(file.trim().split('\n').slice(1));
  });

  it('checks rationales by the length that the config gives', () => {
    const output = { dimensions: { problem: { rationale: 'Only five words are here.' } } };
    const rule = runtime.catalog.validators.find(({ description }) => description.startsWith('A rationale says more'));
    const issues = rule?.validate({ output } as unknown as ValidatorInput, {});
    expect(issues).toMatchObject([{ code: 'dialer/RATIONALE_SHORT', path: '/dimensions/problem/rationale' }]);
  });
});

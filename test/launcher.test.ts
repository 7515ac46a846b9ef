import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Stands for the command line: tells what it was given, then does what its first argument says. */
const CLI = `
const [what] = process.argv.slice(2);
const signals = [];
for (const name of what === 'listen' ? ['SIGINT', 'SIGTERM'] : []) {
  process.on(name, () => {
    signals.push(name);
    setTimeout(() => console.log(signals.join()) || process.exit(3), 300);
  });
}
if (what !== 'end') setInterval(() => undefined, 1000);
process.exitCode = 7;
console.log(process.argv.slice(2).join('|'));
`;

/** Makes this Node pass for an old one, in the first process only. */
const OLD = `--import=data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.9.0'}})`;

let base: string;
let launcher: string;

const pack = (name: string, { built, modules }: { built: boolean; modules: boolean }): string => {
  const root = join(base, name);
  mkdirSync(join(root, 'dist/src/app'), { recursive: true });
  cpSync(resolve('bin'), join(root, 'bin'), { recursive: true });
  writeFileSync(join(root, 'package.json'), '{ "type": "module" }');
  if (modules) symlinkSync(resolve('node_modules'), join(root, 'node_modules'));
  if (built) writeFileSync(join(root, 'dist/src/app/cli.js'), CLI);
  return join(root, 'bin/debrief.js');
};

beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'debrief-launcher-'));
  launcher = pack('whole', { built: true, modules: true });
});

afterAll(() => rmSync(base, { recursive: true, force: true }));

const launch = (file: string, args: readonly string[], node: readonly string[] = []): ChildProcess =>
  spawn(process.execPath, [...node, file, ...args], {
    cwd: base,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: join(base, 'cache') },
  });

const outcome = async (child: ChildProcess): Promise<{ out: string; err: string; end: unknown }> => {
  let out = '';
  let err = '';
  child.stdout!.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr!.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  return { out: out.trim(), err: err.trim(), end: signal ?? code };
};

const isUp = (child: ChildProcess): Promise<unknown> => once(child.stdout!, 'data');

describe.each([
  ['on Node 24', []],
  ['on an older Node', [OLD]],
])('bin/debrief.js %s', (_, node) => {
  it('passes arguments on and keeps the exit code, by path and by link', async () => {
    const link = join(base, `link-${node.length}`);
    symlinkSync(launcher, link);
    for (const file of [launcher, link]) {
      expect(await outcome(launch(file, ['end', 'a b'], node))).toEqual({ out: 'end|a b', err: '', end: 7 });
    }
  });

  it('hands on a signal once, also where the terminal gives it to the whole group', async () => {
    for (const toGroup of [false, true]) {
      const child = launch(launcher, ['listen'], node);
      await isUp(child);
      const ended = outcome(child);
      process.kill(toGroup ? -child.pid! : child.pid!, 'SIGINT');
      expect(await ended).toEqual({ out: 'SIGINT', err: '', end: 3 });
    }
  });

  it('ends by the signal where nobody listens for it', async () => {
    const child = launch(launcher, ['wait'], node);
    await isUp(child);
    child.kill('SIGTERM');
    expect((await outcome(child)).end).toBe('SIGTERM');
  });

  it('says in one sentence that it is not built', async () => {
    const unbuilt = pack(`unbuilt-${node.length}`, { built: false, modules: true });
    const { err, end } = await outcome(launch(unbuilt, [], node));
    expect(err).toMatch(/^debrief: [^\n]*npm run build[^\n]*$/);
    expect(end).toBe(1);
  });
});

it('says in one sentence what to do where no Node 24 is installed', async () => {
  const bare = pack('bare', { built: true, modules: false });
  const { err, end } = await outcome(launch(bare, ['end'], [OLD]));
  expect(err).toMatch(/^debrief: [^\n]*npm ci[^\n]*$/);
  expect(end).toBe(1);
});

it('leaves no orphan where the launcher is killed outright', async () => {
  const child = launch(launcher, ['listen'], [OLD]);
  await isUp(child);
  const ended = outcome(child); // 'close' comes when the second process has let go of the pipe
  child.kill('SIGKILL');
  expect(await ended).toMatchObject({ out: 'SIGTERM', end: 'SIGKILL' });
});

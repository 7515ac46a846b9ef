import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Command } from 'commander';
import { registerFakeLlm } from './fake-llm.command.js';
import { registerInspect } from './inspect.command.js';
import { registerReplay } from './replay.command.js';
import { registerScore } from './score.command.js';
import { registerUpload } from './upload.command.js';

class Exit extends Error {}

afterEach(() => void jest.restoreAllMocks());

/** What a command line prints, and the code that it ends the process with. */
const run = async (args: readonly string[]): Promise<{ code: number | undefined; out: string; err: string }> => {
  let [code, out, err]: [number | undefined, string, string] = [undefined, '', ''];
  jest.spyOn(process, 'exit').mockImplementation((given) => {
    code ??= Number(given);
    throw new Exit();
  });
  const program = new Command('debrief').configureOutput({
    writeOut: (text) => (out += text),
    writeErr: (text) => (err += text),
  });
  registerScore(program);
  registerInspect(program);
  registerUpload(program);
  registerReplay(program);
  registerFakeLlm(program);
  await program.parseAsync(args, { from: 'user' }).catch((error: unknown) => {
    if (!(error instanceof Exit)) throw error;
  });
  return { code, out, err };
};

describe('commands', () => {
  it.each([
    ['score', ['--json', '--rep', '--customer', '--company', '--rubric', '--model', '--format', '--url', '--key']],
    ['inspect', ['--json', '--rep', '--customer', '--format']],
    ['upload', ['--json', '--rep', '--call-type', '--no-score', '--no-wait', '--url', '--key']],
    ['replay', ['--json', '--url', '--key']],
    ['fake-llm', ['--kind', '--port', '--latency', '--batch-delay', '--behavior']],
  ])('%s --help names options, examples and exit codes', async (command, options) => {
    const { code, out } = await run([command, '--help']);
    expect(code).toBe(0);
    for (const option of options) expect(out).toContain(`  ${option} `);
    expect(out).toContain('Examples:');
    expect(out).toContain('Exit codes:');
  });

  it.each([
    [['score'], "missing required argument 'file'"],
    [['score', 'x', '--colour'], "unknown option '--colour'"],
    [['inspect', 'x', 'y'], 'too many arguments'],
    [['upload'], "missing required argument 'path'"],
    [['inspect', 'x', '--format'], 'argument missing'],
    [['replay'], "missing required argument 'run'"],
    [['fake-llm'], "required option '--kind <kind>' not specified"],
    [['fake-llm', '--kind', 'kind'], 'Allowed choices are faithful, gullible, hostile'],
    [['fake-llm', '--kind', 'hostile', '--port', '70000'], 'whole number from 0 to 65535'],
    [['fake-llm', '--kind', 'hostile', '--behavior', 'kind'], 'there is no behavior "kind"'],
    [['fake-llm', '--kind', 'faithful', '--behavior', 'dripping'], '--behavior goes with --kind hostile'],
  ])('%j is wrong usage', async (args, message) => {
    const { code, err } = await run(args);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});

describe('files that cannot be read', () => {
  const capture = (): string[] => {
    const written: string[] = [];
    jest.spyOn(process.stdout, 'write').mockImplementation(((text: string, done: () => void) => {
      written.push(text);
      done();
      return true;
    }) as typeof process.stdout.write);
    return written;
  };

  it.each([
    ['score', { calls: [{ file: 'no-such-file', error: { code: 'FILE_UNREADABLE' }, run: null }] }],
    [
      'upload',
      { files: [{ file: 'no-such-file', outcome: 'failed', error: { code: 'FILE_UNREADABLE' } }], skipped: [] },
    ],
    ['inspect', { format: null, confidence: 0, turns: [], error: { code: 'FILE_UNREADABLE' } }],
  ])('%s --json prints one document, starts no server, and ends with 1', async (command, document) => {
    const written = capture();
    const before = process.exitCode;
    await run([command, 'no-such-file', '--json']);
    const code = process.exitCode;
    process.exitCode = before;
    expect(code).toBe(1);
    expect(JSON.parse(written.join(''))).toMatchObject(document);
  });
});

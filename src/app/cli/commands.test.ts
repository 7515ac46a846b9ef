import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Command } from 'commander';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { registerFakeLlm } from './fake-llm.command.js';
import { registerInspect } from './inspect.command.js';
import { registerReplay } from './replay.command.js';
import { registerScore } from './score.command.js';
import { registerUpload } from './upload.command.js';

class Exit extends Error {}

afterEach(() => void jest.restoreAllMocks());

/** Output and exit code of a command line. */
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
    ['score', ['--json', '--rep', '--customer', '--company', '--rubric', '--model', '--delivery', '--url', '--key']],
    ['inspect', ['--json', '--rep', '--customer', '--format']],
    ['upload', ['--json', '--rep', '--call-type', '--no-score', '--delivery', '--no-wait', '--url', '--key']],
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
    [['score', 'x', '--delivery', 'sometime'], 'Allowed choices are immediate, economy'],
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

const capture = (): string[] => {
  const written: string[] = [];
  jest.spyOn(process.stdout, 'write').mockImplementation(((text: string, done: () => void) => {
    written.push(text);
    done();
    return true;
  }) as typeof process.stdout.write);
  return written;
};

/** A server that refuses every upload and records it. */
const openRefusing = async () => {
  const sent: string[] = [];
  const server = createServer((request, response) => {
    const isUpload = request.method === 'POST';
    void text(request).then((body) => {
      if (isUpload) sent.push(body);
      const answer = isUpload ? { error: { code: 'BAD_USER_INPUT', message: 'no' } } : { name: 'debrief' };
      response.writeHead(isUpload ? 400 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { sent, server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
};

describe('--delivery', () => {
  it.each(['score', 'upload'])('of %s goes with the file', async (command) => {
    capture();
    jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    const before = process.exitCode;
    const { sent, server, url } = await openRefusing();
    const target = ['--url', url, '--key', 'dbf_key'];
    await run([command, 'package.json', '--delivery', 'economy', ...target]);
    await run([command, 'package.json', ...target]);
    server.close();
    process.exitCode = before;
    expect(sent.map((body) => /name="delivery"\r\n\r\n(\w+)/.exec(body)?.[1])).toEqual(['ECONOMY', undefined]);
  });
});

describe('files that cannot be read', () => {
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

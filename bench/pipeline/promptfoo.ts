import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { treeFacts } from './processor-time.js';
import type { Question } from './write-questions.js';

const VERSION = '0.123.1';
const INSTALL_MS = 300_000;
const RUN_MS = 300_000;
const POLL_MS = 200;
/** Length of the end of its standard error that is reported if it fails. */
const MAX_STDERR = 400;
/** 100 means that an assertion failed, which does not matter here. */
const EXPECTED_CODES = [0, 100];

export interface PeerFacts {
  readonly seconds: number;
  readonly cpuMs: number;
  readonly peakMiB: number;
}

const run = async (
  command: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly limitMs: number; readonly env?: Readonly<Record<string, string>> },
): Promise<PeerFacts> => {
  const { cwd, limitMs, env = {} } = options;
  const began = performance.now();
  const child = spawn(command, args, {
    cwd,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...env },
  });
  let stderr = '';
  child.stderr.on('data', (piece) => (stderr = `${stderr}${String(piece)}`.slice(-MAX_STDERR)));
  const limit = setTimeout(() => child.kill('SIGKILL'), limitMs);
  let last = { cpuMs: 0, peakMiB: 0 };
  const poll = setInterval(() => {
    try {
      const now = treeFacts(child.pid ?? 0);
      if (now.cpuMs > last.cpuMs) last = now;
    } catch {
      // The process has just ended.
    }
  }, POLL_MS);
  const [code] = (await once(child, 'exit')) as [number | null];
  clearInterval(poll);
  clearTimeout(limit);
  if (code === null || !EXPECTED_CODES.includes(code))
    throw new Error(`it ended with ${String(code)}: ${stderr.trim()}`);
  return { ...last, seconds: (performance.now() - began) / 1_000 };
};

const PREPARED = 'promptfooconfig.json';

/** The schema without references: promptfoo would resolve them in its own configuration. */
const inlined = (schema: Question['schema']): Record<string, unknown> => {
  const { $defs: parts = {}, ...whole } = schema as { $defs?: Record<string, object> };
  const visit = (_key: string, value: unknown): unknown => {
    const { $ref: ref } = (value ?? {}) as { $ref?: string };
    return typeof ref === 'string' ? parts[ref.replace('#/$defs/', '')] : value;
  };
  return JSON.parse(JSON.stringify(whole, visit)) as Record<string, unknown>;
};

const writeConfig = async (folder: string, url: string, questions: string): Promise<void> => {
  const { schema: referring, questions: asked } = JSON.parse(await readFile(questions, 'utf8')) as Question;
  const schema = inlined(referring);
  const responseFormat = { type: 'json_schema', json_schema: { name: 'scorecard', strict: true, schema } };
  const config = { apiBaseUrl: url, apiKey: 'bench', temperature: 0, response_format: responseFormat };
  const tests = asked.map((messages) => ({
    vars: { messages: JSON.stringify(messages) },
    assert: [{ type: 'is-json', value: schema }],
  }));
  const document = { prompts: ['{{messages}}'], providers: [{ id: 'openai:chat:bench', config }], tests };
  await writeFile(join(folder, PREPARED), JSON.stringify(document));
};

const entryOf = async (scratch: string): Promise<string> => {
  const home = join(scratch, 'node_modules', 'promptfoo');
  const { bin } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8')) as { bin: { promptfoo: string } };
  return join(home, bin.promptfoo);
};

/** Asks the same questions with promptfoo, installed into a scratch folder. @returns the reason if that fails */
export const measurePromptfoo = async (
  folder: string,
  url: string,
  questions: string,
  concurrency: number,
): Promise<PeerFacts | string> => {
  const scratch = join(folder, 'promptfoo');
  await mkdir(scratch, { recursive: true });
  await writeFile(join(scratch, 'package.json'), '{ "private": true }');
  const install = ['install', '--no-audit', '--no-fund', `promptfoo@${VERSION}`];
  const quiet = ['--no-cache', '--no-table', '--no-progress-bar'];
  const evaluate = ['eval', '-c', PREPARED, ...quiet, '-j', String(concurrency), '-o', 'out.json'];
  const env = { PROMPTFOO_DISABLE_TELEMETRY: '1', PROMPTFOO_DISABLE_UPDATE: '1', PROMPTFOO_CONFIG_DIR: scratch };
  try {
    await run('npm', install, { cwd: scratch, limitMs: INSTALL_MS });
    await writeConfig(scratch, url, questions);
    // By this Node: a shell may find an older one, which promptfoo refuses.
    return await run(process.execPath, [await entryOf(scratch), ...evaluate], { cwd: scratch, limitMs: RUN_MS, env });
  } catch (error) {
    return `promptfoo ${VERSION} cannot be run here (${error instanceof Error ? error.message : 'unknown fault'})`;
  }
};

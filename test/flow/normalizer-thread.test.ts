import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { buildDist } from '../drills/worker-process.js';

/** A parser that hangs, throws or kills its thread, as the file says. */
const HOSTILE = `
import { definePlugin } from 'debrief/plugin-api';
const parse = ({ text }) => {
  if (text.startsWith('#hang')) for (;;);
  if (text.startsWith('#throw')) throw new TypeError('odd');
  const kept = [];
  for (;;) kept.push(new Array(1e6).fill(text.length));
};
const hostile = { format: 'hostile', description: 'Hostile', detect: ({ text }) => (text.startsWith('#') ? 1 : 0), parse };
export default definePlugin({
  name: 'hostile', version: '1.0.0', apiVersion: 1, description: 'Kills its reader.',
  setup: () => ({ transcriptParsers: [hostile] }),
});
`;

/** Reads each text in turn and prints how it went. */
const SCRIPT = `
const [module, pluginsFile, ...texts] = process.argv.slice(2);
const { openNormalizer } = await import(module);
const normalizer = openNormalizer({ pluginsFile, timeoutMs: 6_000, maxHeapMb: 96 });
const told = [];
for (const text of texts) {
  const reading = normalizer.read(Buffer.from(text), { corrections: [], previous: null });
  told.push(await reading.then(({ outcome, format, turnCount, code }) => ({ outcome, format, turnCount, code }), ({ code, cause }) => ({ thrown: code, ...(cause ? { cause: cause.name, stack: cause.stack } : {}) })));
}
const said = (participant) => ({ index: participant, participant, text: 'Hello.', startMs: null, endMs: null, rawOffset: [0, 1] });
const person = (speakerLabel, index) => ({ index, speakerLabel, name: null, email: null, affiliation: null, role: 'UNKNOWN' });
const document = JSON.stringify({ language: 'en', durationMs: null, participants: ['A', 'B'].map(person), turns: [0, 1].map(said) });
const normalization = { format: 'plain-text', warnings: [], quality: null, document };
for (const into of ['B', 'nobody']) {
  const { outcome, turnCount, field } = await normalizer.correct(normalization, [{ kind: 'MERGE', label: 'A', into }]);
  told.push({ outcome, turnCount, field });
}
await normalizer.close();
console.log(JSON.stringify(told));
`;

const TALK = 'Rep: What do you use today?\nCustomer: Spreadsheets.\nRep: How is that working?\nCustomer: Badly.\n';

let folder: string;

beforeAll(async () => {
  await buildDist();
  folder = mkdtempSync(join(tmpdir(), 'debrief-thread-'));
  writeFileSync(join(folder, 'hostile.mjs'), HOSTILE);
  const plugins = [{ name: './hostile.mjs' }, { name: './plugins/transcript-formats' }];
  writeFileSync(join(folder, 'read.mjs'), SCRIPT);
  writeFileSync(join(folder, 'plugins.json'), JSON.stringify({ plugins }));
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('files are read in a thread: one that hangs or eats all memory ends the thread, and the next file gets a new one; an exception crosses with its stack; corrections are worked out there too', async () => {
  const texts = [TALK, 'no talk at all', '#throw', TALK, '#hang', TALK, '#eat', TALK];
  const module = pathToFileURL('dist/src/transcripts/reading/open-normalizer.js').href;
  const args = [join(folder, 'read.mjs'), module, join(folder, 'plugins.json'), ...texts];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const read = { outcome: 'READ', format: 'plain-text', turnCount: 4 };
  expect(JSON.parse(stdout)).toEqual([
    read,
    { outcome: 'REFUSED', format: null, code: 'NOT_A_TRANSCRIPT' },
    { thrown: 'PARSER_FAILED', cause: 'TypeError', stack: expect.stringMatching(/odd[^]*hostile\.mjs:\d/) },
    read,
    { thrown: 'TIMEOUT' },
    read,
    { outcome: 'REFUSED', format: null, code: 'TRANSCRIPT_TOO_LONG' },
    read,
    { outcome: 'CORRECTED', turnCount: 1 },
    { outcome: 'REFUSED', field: 'into' },
  ]);
});

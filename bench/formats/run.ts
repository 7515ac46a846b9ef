// `npm run report:formats`: the result of every bundled sample of a transcript format, compared with the expected one.
import { isDeepStrictEqual } from 'node:util';
import { fileURLToPath } from 'node:url';
import { silentLogger } from '../../src/logging/logger.js';
import { loadPlugins } from '../../src/plugin-host/load-plugins.js';
import type { Normalization } from '../../src/transcripts/normalizing/normalize-file.js';
import { printTable } from '../support/print-table.js';
import { expectationOf, readSample, readSamples, summarize, type Sample } from './judge-sample.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));

interface Row {
  readonly sample: Sample;
  readonly result: Normalization;
  readonly right: boolean;
}

const rolesOf = (result: Normalization): string => {
  if (result.outcome !== 'NORMALIZED') return '';
  const counts = Map.groupBy(result.transcript.participants, ({ role }) => role);
  return [...counts].map(([role, people]) => `${people.length} ${role}`).join(', ');
};

const cellsOf = ({ sample, result, right }: Row): string[] => {
  const verdict = right ? 'yes' : sample.expected === null ? 'no expectation' : 'NO';
  if (result.outcome === 'REFUSED') return [`refused: ${result.code}`, sample.fileName, '', '', '', '', '', verdict];
  if (result.outcome === 'SPLIT') {
    return [result.format, sample.fileName, '', `${result.calls.length} calls`, '', '', '', verdict];
  }
  const { format, confidence, warnings, transcript } = result;
  return [
    ...[format, sample.fileName, confidence.toFixed(2), String(transcript.turns.length)],
    ...[String(transcript.participants.length), rolesOf(result)],
    ...[warnings.map(({ code }) => code).join(' '), verdict],
  ];
};

const plugins = await loadPlugins({
  entries: [{ name: './plugins/transcript-formats' }],
  resolveFrom: root,
  logger: silentLogger,
  secrets: () => undefined,
});
const { parsers } = plugins.catalog;
const rows = readSamples(`${root}plugins/transcript-formats/samples`).map((sample): Row => {
  const result = readSample(sample, parsers);
  const right = sample.expected !== null && isDeepStrictEqual(summarize(result), expectationOf(sample.expected));
  return { sample, result, right };
});
await plugins.dispose();

printTable(
  ['detected', 'sample', 'confidence', 'turns', 'speakers', 'roles found', 'warnings', 'right'],
  rows.map(cellsOf),
);
const read = rows.flatMap(({ result }) => (result.outcome === 'REFUSED' ? [] : [result.format]));
const unread = parsers.map(({ format }) => format).filter((format) => !read.includes(format));
const wrong = rows.filter(({ right }) => !right).map(({ sample }) => sample.fileName);
for (const name of wrong) console.log(`not as expected: ${name}`);
if (unread.length > 0) console.log(`formats without a sample: ${unread.join(', ')}`);
const figures = {
  formats: new Set(read).size,
  parsers: parsers.length,
  samples: rows.length,
  right: rows.length - wrong.length,
  wrong,
};
console.log(JSON.stringify({ name: 'formats', figures, aim: 'every row right', met: wrong.length === 0 }));

// `npm run bench:parse [-- --quick]`: our parsers of WebVTT and SRT compared with the libraries on npm, on the same files in one run.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { printTable } from '../support/print-table.js';
import { generateCaptions } from './generate-captions.js';
import { judgeReader, type Verdict } from './judge-reader.js';
import { measureReader, type BigFile, type Measurement } from './measure-readers.js';
import { FLOOR, OURS, READERS, type CaptionKind } from './readers.js';
import { timeInspect, type InspectTime } from './time-inspect.js';
import { TRICKY_CASES } from './tricky-cases.js';

const MIB = 1024 * 1024;
const KINDS: readonly CaptionKind[] = ['vtt', 'srt'];
const root = fileURLToPath(new URL('../../../', import.meta.url));
const round = (value: number): number => Math.round(value * 100) / 100;

async function writeBigFile(folder: string, kind: CaptionKind, megabytes: number): Promise<BigFile> {
  const { text, cues } = generateCaptions(kind, megabytes * MIB);
  const path = join(folder, `big.${kind}`);
  await writeFile(path, text);
  return { kind, path, megabytes: Buffer.byteLength(text) / MIB, cues };
}

async function measureAll(folder: string, megabytes: number): Promise<Measurement[]> {
  const measurements: Measurement[] = [];
  for (const kind of KINDS) {
    const file = await writeBigFile(folder, kind, megabytes);
    const names = READERS.filter((reader) => reader.kinds.includes(kind)).map(({ name }) => name);
    for (const name of [FLOOR, ...names]) measurements.push(await measureReader(name, file));
    console.log(`\n${kind.toUpperCase()}, ${round(file.megabytes)} MiB, ${file.cues} cues (median of 3 runs)`);
    printTable(
      ['reader', 'MB/s', 'peak RSS MiB', 'cues', ''],
      measurements
        .filter((measured) => measured.kind === kind)
        .map(({ reader, mbPerSecond, peakMiB, cues, keepsAll, fault }) => [
          reader,
          reader === FLOOR ? '' : (mbPerSecond?.toFixed(1) ?? '-'),
          String(peakMiB ?? '-'),
          reader === FLOOR ? '' : String(cues),
          reader === FLOOR ? '' : (fault ?? (keepsAll ? 'keeps every cue' : 'loses cues')),
        ]),
    );
  }
  return measurements.filter(({ reader }) => reader !== FLOOR);
}

type Verdicts = ReadonlyMap<string, readonly Verdict[]>;

/** The verdicts of each reader, in the order of the cases. */
async function judgeAll(): Promise<Verdicts> {
  const verdicts = new Map<string, Verdict[]>();
  for (const reader of READERS) {
    const judged: Verdict[] = [];
    for (const tricky of TRICKY_CASES) judged.push(await judgeReader(reader, tricky));
    verdicts.set(reader.name, judged);
  }
  console.log(`\nHard cases (${TRICKY_CASES.length})`);
  const names = READERS.map(({ name }) => name);
  printTable(
    ['case', ...names],
    TRICKY_CASES.map(({ kind, name }, at) => [
      `${kind} ${name}`,
      ...names.map((reader) => verdicts.get(reader)?.[at] ?? ''),
    ]),
  );
  return verdicts;
}

const keepsTricky = (verdicts: Verdicts, reader: string, kind: CaptionKind): boolean =>
  TRICKY_CASES.every((tricky, at) => tricky.kind !== kind || verdicts.get(reader)?.[at] === 'keeps');

function countVerdicts(verdicts: readonly Verdict[]): Record<string, number> {
  const counts = { keeps: 0, loses: 0, corrupts: 0, throws: 0 };
  for (const verdict of verdicts) if (verdict !== 'not read') counts[verdict] += 1;
  return counts;
}

const fastest = (measurements: readonly Measurement[]): Measurement | null =>
  measurements.toSorted((a, b) => (b.mbPerSecond ?? 0) - (a.mbPerSecond ?? 0))[0] ?? null;

const brief = (measured: Measurement | null) =>
  measured && { reader: measured.reader, mbPerSecond: round(measured.mbPerSecond ?? 0) };

/** Our parser compared with the fastest library that keeps every cue: of the big file, and of the hard cases as well. */
function compareKind(kind: CaptionKind, measurements: readonly Measurement[], verdicts: Verdicts) {
  const here = measurements.filter((measured) => measured.kind === kind);
  const keeping = here.filter(({ reader, keepsAll }) => reader !== OURS && keepsAll);
  const ours = here.find(({ reader }) => reader === OURS);
  return {
    mbPerSecond: round(ours?.mbPerSecond ?? 0),
    peakRssMiB: ours?.peakMiB ?? null,
    keepsEveryCue: ours?.keepsAll ?? false,
    fastestKeepingBigFile: brief(fastest(keeping)),
    fastestKeepingHardCasesToo: brief(fastest(keeping.filter(({ reader }) => keepsTricky(verdicts, reader, kind)))),
  };
}

type Comparison = ReturnType<typeof compareKind>;

const isAtLeastAsFast = ({ keepsEveryCue, mbPerSecond, fastestKeepingBigFile }: Comparison): boolean =>
  keepsEveryCue && mbPerSecond >= (fastestKeepingBigFile?.mbPerSecond ?? 0);

function report(
  comparisons: { vtt: Comparison; srt: Comparison },
  verdicts: Verdicts,
  measurements: readonly Measurement[],
  times: readonly InspectTime[],
): void {
  const inspectSecondsPerMB = times.map(({ seconds, megabytes }) => round(seconds / megabytes));
  const hardCases = Object.fromEntries([...verdicts].map(([reader, judged]) => [reader, countVerdicts(judged)]));
  const keepsAllHardCases = KINDS.every((kind) => keepsTricky(verdicts, OURS, kind));
  const met =
    isAtLeastAsFast(comparisons.vtt) &&
    isAtLeastAsFast(comparisons.srt) &&
    keepsAllHardCases &&
    inspectSecondsPerMB.every((seconds) => seconds < 1);
  const readers = measurements.map(({ reader, kind, mbPerSecond, peakMiB, cues }) => ({
    reader,
    kind,
    mbPerSecond: mbPerSecond === null ? null : round(mbPerSecond),
    peakRssMiB: peakMiB,
    cues,
  }));
  const aim =
    'at least as fast as the fastest library that keeps every cue of the big file; none of the hard cases lost or corrupted; inspect under 1 s per MB';
  const figures = { ...comparisons, hardCases, inspectSecondsPerMB, readers };
  console.log(JSON.stringify({ name: 'parse', figures, aim, met }));
}

async function run(megabytes: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'debrief-bench-parse-'));
  try {
    const measurements = await measureAll(folder, megabytes);
    const verdicts = await judgeAll();
    const times = await timeInspect(root, folder);
    console.log('\ndebrief inspect --json, start of the process included');
    printTable(
      ['file', 'turns', 'seconds', 's per MB'],
      times.map(({ megabytes: size, turns, seconds }) => [
        `${size.toFixed(1)} MiB`,
        String(turns),
        seconds.toFixed(2),
        (seconds / size).toFixed(2),
      ]),
    );
    console.log('');
    const compare = (kind: CaptionKind) => compareKind(kind, measurements, verdicts);
    report({ vtt: compare('vtt'), srt: compare('srt') }, verdicts, measurements, times);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

await run(process.argv.includes('--quick') ? 5 : 50);

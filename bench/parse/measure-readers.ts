import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { CaptionKind } from './readers.js';

const run = promisify(execFile);
const MEASURE = fileURLToPath(new URL('measure.js', import.meta.url));
const RUNS = 3;

export interface Measurement {
  readonly reader: string;
  readonly kind: CaptionKind;
  /** Median of the runs; null if the reader failed. */
  readonly mbPerSecond: number | null;
  readonly peakMiB: number | null;
  readonly cues: number;
  readonly keepsAll: boolean;
  readonly fault: string | null;
}

export interface BigFile {
  readonly kind: CaptionKind;
  readonly path: string;
  /** In MiB. */
  readonly megabytes: number;
  readonly cues: number;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Measures one reader on one file in a separate process, so that readers do not share memory or compiled code. */
export async function measureReader(reader: string, { kind, path, megabytes, cues }: BigFile): Promise<Measurement> {
  try {
    const args = ['--max-old-space-size=8192', MEASURE, reader, kind, path, String(RUNS)];
    const { stdout } = await run(process.execPath, [...process.execArgv, ...args], { timeout: 180_000 });
    const measured = JSON.parse(stdout) as { milliseconds: number[]; cues: number; peakMiB: number };
    const mbPerSecond = megabytes / (median(measured.milliseconds) / 1000);
    const keepsAll = measured.cues === cues;
    return { reader, kind, mbPerSecond, peakMiB: measured.peakMiB, cues: measured.cues, keepsAll, fault: null };
  } catch (error) {
    const fault =
      error instanceof Error
        ? (error.message.split('\n').find((line) => line.includes('Error')) ?? 'failed')
        : 'failed';
    return { reader, kind, mbPerSecond: null, peakMiB: null, cues: 0, keepsAll: false, fault: fault.slice(0, 80) };
  }
}

import { basename } from 'node:path';
import type { CallResult } from './call.js';
import { explain } from './explain.js';
import { formatSeconds } from '../terminal/format-figures.js';

/** Progress of all calls, reported at every change and every poll. */
export interface ScoreProgress {
  /** Number of finished calls. */
  readonly done: number;
  readonly total: number;
  /** Finished calls plus shares of the others: from 0 to `total`. */
  readonly progress: number;
  readonly file: string;
  /** State of the file: UPLOADING, a state of a transcript or a run, or ENDED. */
  readonly stage: string;
  /** Result of the file once its stage is ENDED. */
  readonly result: CallResult | null;
}

/** Share of the work that is done when a call is in a state. */
const SHARES: Readonly<Record<string, number>> = {
  UPLOADING: 0.02,
  QUEUED: 0.1,
  NORMALIZING: 0.15,
  READY: 0.2,
  SCORING: 0.4,
  PROVIDER_BATCH: 0.4,
  VALIDATING: 0.8,
  CORRECTING: 0.6,
  ENDED: 1,
};

/** Reports the progress of `total` calls; the returned function is called at every change of a call. */
export const openScoreProgress = (total: number, onProgress: (progress: ScoreProgress) => void) => {
  const shares = new Map<number, number>();
  let done = 0;
  return (at: number, file: string, stage: string, result: CallResult | null = null): void => {
    if (result) done += 1;
    shares.set(at, SHARES[stage] ?? 0);
    const progress = [...shares.values()].reduce((sum, share) => sum + share, 0);
    onProgress({ done, total, progress, file, stage, result });
  };
};

const STAGES: Readonly<Record<string, string>> = {
  UPLOADING: 'uploading',
  QUEUED: 'waiting for a worker',
  NORMALIZING: 'reading the file',
  READY: 'waiting for a worker',
  SCORING: 'the judge is at work',
  PROVIDER_BATCH: 'waiting for a batch of the provider',
  VALIDATING: 'checking the answer',
  CORRECTING: 'asking the judge again',
};

const endOf = ({ error, call }: CallResult): string => {
  if (error) return `${error.message} (${error.code})`;
  const { overall, latencyMs } = call?.run ?? {};
  const time = typeof latencyMs === 'number' ? ` (${formatSeconds(latencyMs)} s)` : '';
  if (overall?.__typename === 'Unscored') return `unscored: ${explain.reason(overall.reason)}${time}`;
  const most = call?.run.rubricVersion?.scale.max ?? 5;
  return `scored ${overall ? `${overall.value.toFixed(2)} / ${most}` : ''}${time}`;
};

/** The state of a file, or its result, on one line. */
export const stageLabel = ({ file, stage, result }: ScoreProgress): string =>
  `${basename(file)}: ${result ? endOf(result) : (STAGES[stage] ?? stage.toLowerCase())}`;

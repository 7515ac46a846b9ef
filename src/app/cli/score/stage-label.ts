import { basename } from 'node:path';
import type { CallResult } from './call.js';
import { explain } from './explain.js';
import { formatSeconds } from '../terminal/format-figures.js';
import type { ScoreProgress } from './score-files.js';

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

/** What is going on with a file, or how it ended, on one line. */
export const stageLabel = ({ file, stage, result }: ScoreProgress): string =>
  `${basename(file)}: ${result ? endOf(result) : (STAGES[stage] ?? stage.toLowerCase())}`;

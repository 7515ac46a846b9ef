import { UUID, type JobPayload } from '../queue/job-payload.js';
import { declareJob } from '../queue/job.js';
import { declareLease } from '../queue/lease.js';
import { hasEnded, RUN_STATUSES } from './run-status.js';

export type ScoreRunPayload = JobPayload & { readonly runId: string };

/** Scores a run. Waits on the network most of the time, so many run at once. */
export const scoreRunJob = declareJob<ScoreRunPayload>({
  name: 'score-run',
  fields: { runId: UUID },
  key: ({ runId }) => `${runId}-0`,
  attempts: 5,
  timeoutMs: 5 * 60_000,
  concurrency: 50,
});

export type RepeatScoringPayload = JobPayload & { readonly runId: string };

/**
 * Repeats the scoring of a run that has its scores, to measure how stable they are. It is in no hurry, and often waits
 * for a place at a model.
 */
export const repeatScoringJob = declareJob<RepeatScoringPayload>({
  name: 'repeat-scoring',
  fields: { runId: UUID },
  key: ({ runId }) => `${runId}-repeat`,
  attempts: 20,
  timeoutMs: 5 * 60_000,
  concurrency: 4,
  keepOutboxEntry: true,
});

export const UNFINISHED_RUN_STATUSES = RUN_STATUSES.filter((status) => !hasEnded(status));

export const runLease = declareLease('run', UNFINISHED_RUN_STATUSES);

/** Of a run that has its scores, while more is found out about them. */
export const scoredRunLease = declareLease('run', ['SCORED']);

import { UUID, type JobPayload } from '../queue/job-payload.js';
import { declareJob } from '../queue/job.js';

export type ScoreRunPayload = JobPayload & { readonly runId: string };

/** Scores a run. Waits on the network most of the time, so many go side by side. */
export const scoreRunJob = declareJob<ScoreRunPayload>({
  name: 'score-run',
  fields: { runId: UUID },
  key: ({ runId }) => `${runId}-0`,
  attempts: 5,
  timeoutMs: 5 * 60_000,
  concurrency: 50,
});

import { UUID, type JobPayload } from '../queue/job-payload.js';
import { declareJob } from '../queue/job.js';

export type RepeatScoringPayload = JobPayload & { readonly runId: string };

/** Scores a run again that has its scores, to see how stable they are. Nobody waits for it; it often waits for its turn at a model. */
export const repeatScoringJob = declareJob<RepeatScoringPayload>({
  name: 'repeat-scoring',
  fields: { runId: UUID },
  key: ({ runId }) => `${runId}-repeat`,
  attempts: 20,
  timeoutMs: 5 * 60_000,
  concurrency: 4,
  keepOutboxEntry: true,
});

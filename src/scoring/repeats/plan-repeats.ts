import { repeatScoringJob } from '../../runs/repeat-scoring.job.js';
import type { Run } from '../../runs/run.entity.js';
import type { Uses } from '../../scope/scope.js';
import { isSampled } from './is-sampled.js';

/** Scores that are not one model's own are no measure of how stable it is. */
const NOT_ONE_MODEL = new Set(['PANEL', 'FALLBACK_MODEL', 'OFFLINE_BASELINE']);

/** Promises that a run that ends SCORED is scored again, where it is one of the share that the policy names; in the caller's transaction. */
export const planRepeats = (
  { em, queue, organizationId }: Uses<'em' | 'queue'>,
  { id, spec }: Run,
  { modelUsed, flags }: { readonly modelUsed: string | null; readonly flags: readonly string[] },
): void => {
  const { repeat = null } = spec;
  if (repeat === null || modelUsed === null || flags.some((flag) => NOT_ONE_MODEL.has(flag))) return;
  if (isSampled(id, repeat.share)) queue.send(em, repeatScoringJob, { organizationId, runId: id });
};

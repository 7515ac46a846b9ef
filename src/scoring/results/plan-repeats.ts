import { createHash } from 'node:crypto';
import { repeatScoringJob } from '../../runs/score-run.job.js';
import type { Run } from '../../runs/run.entity.js';
import type { Uses } from '../../scope/scope.js';

/** Scores that are not one model's own are no measure of how stable it is. */
const NOT_ONE_MODEL = new Set(['PANEL', 'FALLBACK_MODEL', 'OFFLINE_BASELINE']);

/** Whether something falls into a share (0 to 1) of all: by its id alone, so that every process decides the same. */
export const isSampled = (id: string, share: number): boolean =>
  createHash('sha256').update(id).digest().readUInt32BE(0) / 2 ** 32 < share;

/** Enqueues further scorings of a run that ends SCORED, where the policy samples it; in the caller's transaction. */
export const planRepeats = (
  { em, queue, organizationId }: Uses<'em' | 'queue'>,
  { id, spec }: Run,
  { modelUsed, flags }: { readonly modelUsed: string | null; readonly flags: readonly string[] },
): void => {
  const { repeat = null } = spec;
  if (repeat === null || modelUsed === null || flags.some((flag) => NOT_ONE_MODEL.has(flag))) return;
  if (isSampled(id, repeat.share)) queue.send(em, repeatScoringJob, { organizationId, runId: id });
};

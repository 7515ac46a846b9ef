import type { AppError } from '../errors/app-error.js';
import { claimLease } from '../queue/lease.js';
import { Attempt } from '../runs/attempt.entity.js';
import { runLease } from '../runs/score-run.job.js';
import { Run } from '../runs/run.entity.js';
import { endWithoutScores } from './results/record-result.js';
import type { ScoringPorts } from './evaluate-run.js';

/**
 * Ends a run FAILED after its last try, in the caller's transaction. A failure is never a low score.
 * @returns false where the run has ended, or another worker has it: then this failure does not end it
 */
export const giveUpRun = async (scope: ScoringPorts, runId: string, { code, message }: AppError): Promise<boolean> => {
  const { em, organizationId } = scope;
  const claim = await claimLease(em, runLease(organizationId, runId));
  if (claim.outcome === 'MISSING') return true;
  if (claim.outcome !== 'CLAIMED') return false;
  const run = await em.findOneOrFail(Run, { organizationId, id: runId });
  const attempts = await em.count(Attempt, { organizationId, runId });
  await endWithoutScores(scope, { run, epoch: claim.epoch, attempts, flags: run.flags }, 'FAILED', {
    code,
    message,
    violations: [],
  });
  return true;
};

import type { AppError } from '../errors/app-error.js';
import { Attempt } from '../runs/attempt.entity.js';
import { hasEnded } from '../runs/run-status.js';
import { Run } from '../runs/run.entity.js';
import { endWithoutScores } from './record-result.js';
import type { ScoringPorts } from './score-run.js';

/** Ends a run FAILED after its last try, in the caller's transaction. A failure is never a low score. */
export const giveUpRun = async (scope: ScoringPorts, runId: string, { code, message }: AppError): Promise<void> => {
  const { em, organizationId } = scope;
  const run = await em.findOne(Run, { organizationId, id: runId });
  if (!run || hasEnded(run.status)) return;
  const attempts = await em.count(Attempt, { organizationId, runId });
  await endWithoutScores(scope, { run, epoch: run.leaseEpoch, attempts }, 'FAILED', { code, message, violations: [] });
};

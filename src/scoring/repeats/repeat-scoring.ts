import { AppError } from '../../errors/app-error.js';
import { claimLease, fence, holdLease, LEASE_MS, LeaseLostError, releaseLease } from '../../queue/lease.js';
import { closeAttempts } from '../../runs/close-attempts.js';
import { scoredRunLease } from '../../runs/score-run.job.js';
import { Run } from '../../runs/run.entity.js';
import { Score } from '../../runs/score.entity.js';
import type { Stability } from '../../runs/stability.js';
import { inTransaction } from '../../scope/in-transaction.js';
import type { Uses } from '../../scope/scope.js';
import { evaluateRun, type ScoringPorts } from '../evaluate-run.js';
import type { VerifiedEvaluation } from '../model/verified-evaluation.js';
import { leaseOfWork, type ClaimedRun } from '../model/claimed-run.js';
import { stabilityOf, type ScoredSample } from './stability-of.js';

const asSample = ({ results, overall }: VerifiedEvaluation): ScoredSample => ({
  scores: Object.fromEntries(
    Object.entries(results).map(([key, result]) => [key, result.outcome === 'SCORED' ? result.value : null]),
  ),
  overall: overall.outcome === 'SCORED' ? overall.score : null,
});

/** The entity's type allows text. */
const asNumber = (value: string | number | null | undefined): number | null =>
  value === null || value === undefined ? null : Number(value);

/** The run's own scores, as they were stored. */
const ownSample = async ({ em, organizationId }: Uses<'em'>, run: Run): Promise<ScoredSample> => {
  const rows = await em.fork().find(Score, { organizationId, runId: run.id }, { orderBy: { position: 'asc' } });
  return {
    scores: Object.fromEntries(rows.map(({ dimension, value }) => [dimension, asNumber(value)])),
    overall: asNumber(run.overallScore),
  };
};

const takeSamples = async (scope: ScoringPorts, work: ClaimedRun, signal: AbortSignal): Promise<Stability> => {
  const own = await ownSample(scope, work.run);
  const samples = [own];
  const times = work.run.spec.repeat?.times ?? 1;
  for (let part = 2; part <= times; part += 1) {
    const { judgment } = await evaluateRun(scope, work, signal, { kind: 'SAMPLE', part });
    if ('verified' in judgment) samples.push(asSample(judgment.verified));
  }
  return stabilityOf(Object.keys(own.scores), samples, times - samples.length);
};

/** The cost of the repetitions is added to the run's cost. */
const record = (scope: ScoringPorts, work: ClaimedRun, stability: Stability | null): Promise<void> =>
  inTransaction(scope, async (scope) => {
    const { em, organizationId } = scope;
    const { id } = work.run;
    await fence(em, leaseOfWork(work), work.epoch);
    const cost = await closeAttempts(scope, id);
    const found = stability === null ? {} : { stability };
    await em.nativeUpdate(Run, { organizationId, id }, { ...found, ...cost, leaseUntil: null });
  });

/** Records the cost of a failed try and releases the lease, so that a retry can continue at once. */
const endFailedTry = async (scope: ScoringPorts, work: ClaimedRun): Promise<void> => {
  await record(scope, work, null).catch(async (error: unknown) => {
    scope.logger.warn({ err: error, runId: work.run.id }, 'the cost of a failed repetition was not recorded');
    await releaseLease(() => scope.em.fork(), leaseOfWork(work), work.epoch);
  });
};

/**
 * Handler of `repeat-scoring`: asks the judge of a run that is SCORED the same question again, as often as its policy says,
 * and stores how far the scores differ. The run's own scores do not change.
 * @throws AppError or ProviderError for a failure, which the queue tries again or gives up
 */
export const repeatScoring = async (scope: ScoringPorts, runId: string, signal: AbortSignal): Promise<void> => {
  const { organizationId } = scope;
  const row = scoredRunLease(organizationId, runId);
  const claim = await inTransaction(scope, ({ em }) => claimLease(em, row));
  if (claim.outcome === 'HELD') {
    throw new AppError('CONFLICT', 'Another worker repeats this run.', { retryable: true, retryAfterMs: LEASE_MS });
  }
  if (claim.outcome !== 'CLAIMED') return;
  const run = await scope.em.fork().findOneOrFail(Run, { organizationId, id: runId });
  const work: ClaimedRun = { run, epoch: claim.epoch, attempts: 0, flags: run.flags, afterwards: true };
  using lease = holdLease(() => scope.em.fork(), row, claim.epoch);
  try {
    await record(scope, work, await takeSamples(scope, work, AbortSignal.any([signal, lease.signal])));
  } catch (error) {
    if (error instanceof LeaseLostError || lease.signal.aborted) return;
    await endFailedTry(scope, work);
    throw error;
  }
};

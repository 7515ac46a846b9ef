import { v7 as uuidv7 } from 'uuid';
import { withIdempotencyKey } from '../../access/with-idempotency-key.js';
import { AppError } from '../../errors/app-error.js';
import { inTransaction } from '../../scope/in-transaction.js';
import { reuseKey } from './reuse-run.js';
import { hasEnded } from '../run-status.js';
import { Run } from '../run.entity.js';
import { sameSubject } from './run-subjects.js';
import { createRun, readyTranscript, type StartPorts } from './start-run.js';
import { recordAudit } from '../../audit/record-audit.js';
import { currentPolicy } from '../../profiles/policy-reads.js';
import type { Uses } from '../../scope/scope.js';
import type { RunSpec } from '../run-spec.js';

/**
 * Queues a new run with the spec of one that ended; the old one stays as it is.
 * @returns id of the new run
 * @throws AppError NOT_FOUND, CONFLICT while the run has not ended, IDEMPOTENCY_MISMATCH
 */
export const retryRun = async (scope: StartPorts, runId: string, idempotencyKey?: string | null): Promise<string> =>
  inTransaction(scope, async (scope) => {
    const { em, organizationId } = scope;
    const path = ['input', 'runId'];
    const id = uuidv7();
    return withIdempotencyKey(scope, { operation: 'retryRun', key: idempotencyKey, input: { runId } }, id, async () => {
      const run = await em.findOne(Run, { organizationId, id: runId });
      if (!run) throw new AppError('NOT_FOUND', 'There is no such run.', { path });
      if (!hasEnded(run.status))
        throw new AppError('CONFLICT', `The run is still ${run.status}. Cancel it first.`, { path });
      const transcript = await readyTranscript(scope, run.transcriptId, path);
      const subject = await sameSubject(scope, transcript, run.subjectLabel ?? null);
      const key = await reuseKey(scope, transcript, run.spec, subject.label);
      createRun(scope, transcript, run.spec, { id, subject, batchId: run.batchId ?? null, reuseKey: key });
      await em.flush();
    });
  });

const path = ['input', 'runId'];

/** As the contested run, with the panel of the current policy asked whatever the judge says. */
const contestingSpec = async (scope: Uses<'em'>, { spec }: Run): Promise<RunSpec> => {
  const { version: policyVersion, policy } = await currentPolicy(scope);
  if (policy.panel) {
    const panel = { ...policy.panel, when: 'ALWAYS' } as const;
    return { ...spec, panel, repeat: null, policyVersion, delivery: 'IMMEDIATE' };
  }
  const message = 'The scoring policy names no panel to ask. Name its models with setScoringPolicy first.';
  throw new AppError('CONFLICT', message, { path });
};

const contestable = async ({ em, organizationId }: Uses<'em'>, id: string): Promise<Run> => {
  const run = await em.findOne(Run, { organizationId, id });
  if (!run) throw new AppError('NOT_FOUND', 'There is no such run.', { path });
  if (run.status === 'SCORED') return run;
  throw new AppError('CONFLICT', `Only scores can be contested; the run is ${run.status}.`, { path });
};

/**
 * Has a panel of judges score again what a run scored. Scores never change: a new run takes the place of the contested one,
 * which stays as it is.
 * @returns id of the new run
 * @throws AppError NOT_FOUND, CONFLICT where there are no scores or no panel, IDEMPOTENCY_MISMATCH
 */
export const contestRun = async (scope: StartPorts, runId: string, idempotencyKey?: string | null): Promise<string> =>
  inTransaction(scope, async (scope) => {
    const id = uuidv7();
    return withIdempotencyKey(
      scope,
      { operation: 'contestRun', key: idempotencyKey, input: { runId } },
      id,
      async () => {
        const run = await contestable(scope, runId);
        const spec = await contestingSpec(scope, run);
        const transcript = await readyTranscript(scope, run.transcriptId, path);
        const subject = await sameSubject(scope, transcript, run.subjectLabel ?? null);
        createRun(scope, transcript, spec, { id, subject });
        recordAudit(scope, { action: 'run.contest', subjectType: 'Run', subjectId: runId, after: { runId: id } });
        await scope.em.flush();
      },
    );
  });

import { v7 as uuidv7 } from 'uuid';
import { withIdempotencyKey } from '../../access/with-idempotency-key.js';
import { recordAudit } from '../../audit/record-audit.js';
import { AppError } from '../../errors/app-error.js';
import { currentPolicy } from '../../profiles/policy-reads.js';
import { inTransaction } from '../../scope/in-transaction.js';
import type { Uses } from '../../scope/scope.js';
import type { RunSpec } from '../run-spec.js';
import { Run } from '../run.entity.js';
import { sameSubject } from './run-subjects.js';
import { createRun, readyTranscript, type StartPorts } from './start-run.js';

const path = ['input', 'runId'];

/** As the contested run, with the panel of the policy in force asked whatever the judge says. */
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

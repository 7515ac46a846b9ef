import { v7 as uuidv7 } from 'uuid';
import { withIdempotencyKey } from '../../access/with-idempotency-key.js';
import { AppError } from '../../errors/app-error.js';
import { inTransaction } from '../../scope/in-transaction.js';
import { reuseKey } from './reuse-run.js';
import { hasEnded } from '../run-status.js';
import { Run } from '../run.entity.js';
import { sameSubject } from './run-subjects.js';
import { createRun, readyTranscript, type StartPorts } from './start-run.js';

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

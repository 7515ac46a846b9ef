import { v7 as uuidv7 } from 'uuid';
import { AppError } from '../errors/app-error.js';
import { inTransaction } from '../scope/in-transaction.js';
import { hasEnded } from './run-status.js';
import { Run } from './run.entity.js';
import { createRun, readyTranscript, type StartPorts } from './start-run.js';

/**
 * Queues a new run with the spec of one that ended; the old one stays as it is.
 * @returns id of the new run
 * @throws AppError NOT_FOUND, CONFLICT while the run has not ended
 */
export const retryRun = async (scope: StartPorts, runId: string): Promise<string> =>
  inTransaction(scope, async (scope) => {
    const { em, organizationId } = scope;
    const run = await em.findOne(Run, { organizationId, id: runId });
    if (!run) throw new AppError('NOT_FOUND', 'There is no such run.', { path: ['input', 'runId'] });
    if (!hasEnded(run.status)) throw new AppError('CONFLICT', `The run is still ${run.status}. Cancel it first.`);
    const id = uuidv7();
    createRun(scope, await readyTranscript(scope, run.transcriptId), run.spec, id, run.batchId ?? null);
    await em.flush();
    return id;
  });

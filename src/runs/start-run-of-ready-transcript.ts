import { v7 as uuidv7 } from 'uuid';
import { inTransaction } from '../scope/in-transaction.js';
import { resolveSpec } from './resolve-spec.js';
import { Run } from './run.entity.js';
import { createRun, readyTranscript, type StartPorts } from './start-run.js';

/**
 * Handler of `transcript-ready`: starts the scoring that the uploader asked for. A second delivery finds the first
 * one's run and does nothing.
 */
export const startRunOfReadyTranscript = async (scope: StartPorts, transcriptId: string): Promise<void> => {
  await inTransaction(scope, async (scope) => {
    const { em, organizationId } = scope;
    const transcript = await readyTranscript(scope, transcriptId);
    // Serializes two deliveries of the same job.
    await em.execute('select 1 from transcript where organization_id = ? and id = ? for update', [
      organizationId,
      transcriptId,
    ]);
    if ((await em.count(Run, { organizationId, transcriptId })) > 0) return;
    createRun(scope, transcript, await resolveSpec(scope, transcript.requestedScoring), uuidv7(), null);
    await em.flush();
  });
};

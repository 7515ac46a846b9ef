import { v7 as uuidv7 } from 'uuid';
import { inTransaction } from '../scope/in-transaction.js';
import { resolveSpec } from './resolve-spec.js';
import { Run } from './run.entity.js';
import { createRuns, mayReuse, readyTranscript, type StartPorts } from './start-run.js';

/**
 * Handler of `transcript-ready`: starts the scoring that the uploader asked for. A second delivery finds the first
 * one's runs and does nothing.
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
    const spec = await resolveSpec(scope, transcript.requestedScoring);
    await createRuns(scope, transcript, spec, { id: uuidv7(), reuse: await mayReuse(scope) });
    await em.flush();
  });
};

import { v7 as uuidv7 } from 'uuid';
import { settleAtCommit } from '../../queue/job-sender.js';
import { inTransaction } from '../../scope/in-transaction.js';
import { rescoreOutdated } from './rescore-corrected.js';
import { resolveSpec } from './resolve-spec.js';
import { transcriptReadyJob } from '../../transcripts/transcript-ready.job.js';
import { lockForScoring } from '../../transcripts/requested-scoring.js';
import type { Transcript } from '../../transcripts/transcript.entity.js';
import { Run } from '../run.entity.js';
import { createRuns, readyTranscript, type StartPorts } from './start-run.js';

const startFirst = async (scope: StartPorts, transcript: Transcript): Promise<void> => {
  const { requestedScoring } = transcript;
  if (!requestedScoring.score) return;
  const { spec, reuse } = await resolveSpec(scope, requestedScoring);
  await createRuns(scope, transcript, spec, { id: uuidv7(), reuse });
};

/**
 * Handler of `transcript-ready`: starts the scoring that the uploader asked for. Of a transcript that has runs already, which was read again,
 * those are started anew that no longer fit, where that was asked for. A second delivery finds the first one's runs and does nothing.
 */
export const startRunOfReadyTranscript = async (scope: StartPorts, transcriptId: string): Promise<void> => {
  await inTransaction(scope, async (scope) => {
    const { em, organizationId } = scope;
    // Serializes two deliveries of the same job.
    await lockForScoring(scope, transcriptId);
    const transcript = await readyTranscript(scope, transcriptId);
    if ((await em.count(Run, { organizationId, transcriptId })) === 0) await startFirst(scope, transcript);
    else if (transcript.requestedScoring.rescore) await rescoreOutdated(scope, transcript);
    settleAtCommit(em, transcriptReadyJob, { organizationId, transcriptId });
  });
};

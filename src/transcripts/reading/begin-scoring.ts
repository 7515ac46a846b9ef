import { deleteOutboxEntry } from '../../queue/job-sender.js';
import { inTransaction } from '../../scope/in-transaction.js';
import type { Scope } from '../../scope/scope.js';
import { transcriptReadHook } from '../transcript-hooks.js';
import { transcriptReadyJob, type TranscriptReadyPayload } from '../transcript-ready.job.js';

/**
 * Begins the scoring of a transcript that was just read, without the way through the queue. Where that fails, the job
 * is enqueued again to be delivered at once.
 */
export const beginScoring = async (
  scope: Scope,
  { organizationId, transcriptId }: TranscriptReadyPayload,
): Promise<void> => {
  const payload = { organizationId, transcriptId };
  try {
    await scope.hooks.run(transcriptReadHook, { ...scope, em: scope.em.fork() }, payload);
  } catch (error) {
    scope.logger.info({ err: error, transcriptId }, 'scoring could not begin at once');
    await inTransaction({ ...scope, em: scope.em.fork() }, async ({ em, queue }) => {
      await deleteOutboxEntry(em, transcriptReadyJob, payload);
      queue.send(em, transcriptReadyJob, payload);
    });
  }
};

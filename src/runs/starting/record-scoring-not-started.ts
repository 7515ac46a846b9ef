import type { AppError } from '../../errors/app-error.js';
import type { Uses } from '../../scope/scope.js';
import { Transcript } from '../../transcripts/transcript.entity.js';

/** Tells on the transcript why its scoring could not be queued, in the caller's transaction. */
export const recordScoringNotStarted = async (
  { em, live, organizationId }: Uses<'em' | 'live'>,
  transcriptId: string,
  { code, message }: AppError,
): Promise<void> => {
  const error = { errorCode: code, errorMessage: message };
  if ((await em.nativeUpdate(Transcript, { organizationId, id: transcriptId }, error)) === 0) return;
  live.record(em, {
    organizationId,
    kind: 'TRANSCRIPT_NOT_SCORED',
    subjectId: transcriptId,
    payload: { transcriptId, status: 'READY', ...error },
  });
  await em.flush();
};

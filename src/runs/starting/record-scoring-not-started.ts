import type { AppError } from '../../errors/app-error.js';
import type { Uses } from '../../scope/scope.js';
import { recordTranscriptEvent } from '../../transcripts/transcript-event.js';
import { Transcript } from '../../transcripts/transcript.entity.js';

/** Tells on the transcript why its scoring could not be queued, in the caller's transaction. */
export const recordScoringNotStarted = async (
  scope: Uses<'em' | 'live'>,
  transcriptId: string,
  { code, message }: AppError,
): Promise<void> => {
  const { em, organizationId } = scope;
  const error = { errorCode: code, errorMessage: message };
  if ((await em.nativeUpdate(Transcript, { organizationId, id: transcriptId }, error)) === 0) return;
  recordTranscriptEvent(scope, { id: transcriptId, what: 'NOT_SCORED', status: 'READY', ...error });
  await em.flush();
};

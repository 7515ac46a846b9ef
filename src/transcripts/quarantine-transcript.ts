import type { AppError } from '../errors/app-error.js';
import type { Uses } from '../scope/scope.js';
import { recordTranscriptEvent } from './transcript-event.js';
import { UNFINISHED_TRANSCRIPT_STATUSES } from './transcript-lease.js';
import { Transcript } from './transcript.entity.js';

/** Sets a transcript aside that could not be processed through no fault of its file, in the caller's transaction. */
export const quarantineTranscript = async (
  scope: Uses<'em' | 'live'>,
  id: string,
  failure: AppError,
): Promise<void> => {
  const { em, organizationId } = scope;
  const error = { errorCode: failure.code, errorMessage: failure.message };
  const unfinished = { organizationId, id, status: { $in: [...UNFINISHED_TRANSCRIPT_STATUSES] } };
  const changed = await em.nativeUpdate(Transcript, unfinished, { status: 'QUARANTINED', leaseUntil: null, ...error });
  if (changed === 0) return;
  recordTranscriptEvent(scope, { id, status: 'QUARANTINED', ...error });
  await em.flush();
};

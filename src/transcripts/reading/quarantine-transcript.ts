import type { AppError } from '../../errors/app-error.js';
import { claimLease } from '../../queue/lease.js';
import type { Uses } from '../../scope/scope.js';
import { recordTranscriptEvent } from '../transcript-event.js';
import { transcriptLease } from '../transcript-lease.js';
import { Transcript } from '../transcript.entity.js';

/**
 * Sets a transcript aside that could not be read through no fault of its file (a parser or the worker failed), in the caller's transaction.
 * Its raw file stays: `renormalizeTranscript`, or another upload of the same bytes, reads it again.
 * @returns false where it is done already, or another worker holds it
 */
export const quarantineTranscript = async (
  scope: Uses<'em' | 'live'>,
  id: string,
  failure: AppError,
): Promise<boolean> => {
  const { em, organizationId } = scope;
  const claim = await claimLease(em, transcriptLease(organizationId, id));
  if (claim.outcome === 'MISSING') return true;
  if (claim.outcome !== 'CLAIMED') return false;
  const error = { errorCode: failure.code, errorMessage: failure.message };
  await em.nativeUpdate(Transcript, { organizationId, id }, { status: 'QUARANTINED', leaseUntil: null, ...error });
  recordTranscriptEvent(scope, { id, status: 'QUARANTINED', ...error });
  await em.flush();
  return true;
};

import { recordAudit } from '../../audit/record-audit.js';
import { AppError } from '../../errors/app-error.js';
import { inTransaction } from '../../scope/in-transaction.js';
import type { Uses } from '../../scope/scope.js';
import { lockTranscript } from './lock-transcript.js';
import { enqueueScoring } from '../requested-scoring.js';
import { recordTranscriptEvent } from '../transcript-event.js';

/**
 * Releases a transcript that was held for its quality, also for later readings of its file, and enqueues the scoring that was requested. A second
 * call changes nothing.
 * @throws AppError NOT_FOUND, CONFLICT for one that is not held
 */
export const releaseTranscript = async (
  scope: Uses<'em' | 'actor' | 'queue' | 'live' | 'requestId'>,
  transcriptId: string,
): Promise<void> =>
  inTransaction(scope, async (scope) => {
    const transcript = await lockTranscript(scope, transcriptId);
    const { status, errorMessage } = transcript;
    if (status === 'READY') return;
    if (status !== 'HELD') {
      const path = ['input', 'transcriptId'];
      throw new AppError('CONFLICT', `The transcript is ${status}, not held back.`, { path });
    }
    Object.assign(transcript, { status: 'READY', released: true, errorCode: null, errorMessage: null });
    enqueueScoring(scope, transcript);
    recordTranscriptEvent(scope, { id: transcriptId, status: 'READY' });
    const entry = { action: 'transcript.release', subjectType: 'Transcript', subjectId: transcriptId };
    recordAudit(scope, { ...entry, before: { status, because: errorMessage ?? null }, after: { status: 'READY' } });
    await scope.em.flush();
  });

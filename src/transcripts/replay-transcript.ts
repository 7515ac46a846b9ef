import { recordAudit } from '../audit/record-audit.js';
import type { Uses } from '../scope/scope.js';
import { normalizeTranscriptJob } from './transcript.jobs.js';
import { recordTranscriptEvent } from './transcript-event.js';
import type { RequestedScoring, Transcript, UploadFields } from './transcript.entity.js';

interface Replay {
  /** Replace the fields of the upload. */
  readonly fields: UploadFields;
  readonly scoring: RequestedScoring;
}

/**
 * Queues a transcript's raw file to be read again, in the caller's transaction. Its normalization stays the current one until the new one is
 * stored. The transcript is a managed entity; the caller flushes.
 */
export const replayTranscript = (
  scope: Uses<'em' | 'actor' | 'queue' | 'live' | 'requestId'>,
  transcript: Transcript,
  { fields, scoring }: Replay,
): void => {
  const { em, queue, organizationId } = scope;
  const { id, status, uploadFields, leaseEpoch } = transcript;
  transcript.status = 'QUEUED';
  transcript.firstEpoch = leaseEpoch;
  transcript.uploadFields = fields;
  transcript.requestedScoring = scoring;
  transcript.errorCode = null;
  transcript.errorMessage = null;
  queue.send(em, normalizeTranscriptJob, { organizationId, transcriptId: id });
  recordTranscriptEvent(scope, { id, status: 'QUEUED' });
  const [before, after] = [
    { status, format: uploadFields.format ?? null },
    { status: 'QUEUED', format: fields.format ?? null },
  ];
  recordAudit(scope, { action: 'transcript.replay', subjectType: 'Transcript', subjectId: id, before, after });
};

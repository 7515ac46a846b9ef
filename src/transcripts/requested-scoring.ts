import { LockMode } from '@mikro-orm/postgresql';
import { deferLock } from '../database/wire/commit-writes.js';
import type { AppError } from '../errors/app-error.js';
import type { Scope, Uses } from '../scope/scope.js';
import { recordTranscriptEvent } from './transcript-event.js';
import { type RequestedScoring, Transcript } from './transcript.entity.js';
import { deleteOutboxEntry } from '../queue/job-sender.js';
import { inTransaction } from '../scope/in-transaction.js';
import { transcriptReadHook } from './transcript-hooks.js';
import { transcriptReadyJob, type TranscriptReadyPayload } from './transcript.jobs.js';

type Ports = Uses<'em' | 'queue'>;
type ReadyTranscript = Pick<Transcript, 'id' | 'requestedScoring'>;

const wantsScoring = ({ requestedScoring: { score, rescore = false } }: ReadyTranscript): boolean => score || rescore;

/** Enqueues the requested scoring of a transcript that is ready, in the caller's transaction. */
export const enqueueScoring = ({ em, queue, organizationId }: Ports, transcript: ReadyTranscript): void => {
  if (wantsScoring(transcript)) queue.send(em, transcriptReadyJob, { organizationId, transcriptId: transcript.id });
};

/**
 * As `enqueueScoring`, for a caller that starts the scoring right after the commit: the outbox entry is only a fallback.
 * @returns whether scoring was requested
 */
export const enqueueScoringNow = ({ em, queue, organizationId }: Ports, transcript: ReadyTranscript): boolean => {
  if (!wantsScoring(transcript)) return false;
  queue.sendUnlessKept(em, transcriptReadyJob, { organizationId, transcriptId: transcript.id });
  return true;
};

/** The transcript with its row locked until the transaction ends; null where there is none. */
export const lockForScoring = ({ em, organizationId }: Uses<'em'>, id: string): Promise<Transcript | null> =>
  em.findOne(Transcript, { organizationId, id }, { lockMode: LockMode.PESSIMISTIC_WRITE });

/** Serializes what changes the results of transcripts, until the transaction ends: locks their rows, in one order against deadlocks. */
export const lockResultsOf = async ({ em, organizationId }: Uses<'em'>, ids: readonly string[]): Promise<void> => {
  const rows = 'select 1 from transcript where organization_id = ? and id in (?) order by id for no key update';
  await deferLock(em, rows, [organizationId, ids]);
};

/** Sets the scoring of a transcript that is not read yet, unless one was requested before. The caller flushes. */
export const requestScoring = (transcript: Transcript, scoring: RequestedScoring): void => {
  if (!transcript.requestedScoring.score) transcript.requestedScoring = scoring;
};

/** Has outdated runs started again once the transcript is ready. */
export const requestRescoring = async (
  { em, organizationId }: Uses<'em'>,
  { id, requestedScoring }: Transcript,
): Promise<void> => {
  const rescoring = { requestedScoring: { ...requestedScoring, rescore: true } };
  await em.nativeUpdate(Transcript, { organizationId, id }, rescoring);
};

/** Stores on the transcript why its scoring could not be enqueued, in the caller's transaction. */
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

/**
 * Starts the scoring of a transcript that was just read, without waiting for the queue. Where that fails, the failure is logged and the job
 * enqueued for delivery at once.
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

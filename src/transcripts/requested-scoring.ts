import { LockMode } from '@mikro-orm/postgresql';
import { deferLock } from '../database/wire/defer-lock.js';
import type { AppError } from '../errors/app-error.js';
import type { Uses } from '../scope/scope.js';
import { recordTranscriptEvent } from './transcript-event.js';
import { Transcript, type RequestedScoring } from './transcript.entity.js';

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

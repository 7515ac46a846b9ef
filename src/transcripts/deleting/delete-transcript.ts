import { recordAudit } from '../../audit/record-audit.js';
import { AppError } from '../../errors/app-error.js';
import { forgetEventTexts } from '../../live/forget-event-texts.js';
import { inTransaction } from '../../scope/in-transaction.js';
import { retryOnDeadlock } from '../../scope/retry-on-deadlock.js';
import { requireRole } from '../../scope/require-role.js';
import type { Uses } from '../../scope/scope.js';
import { transcriptDeletedHook } from './transcript-deleted-hook.js';
import type { TranscriptStatus } from '../transcript.entity.js';
import { recordTranscriptEvent } from '../transcript-event.js';

type Ports = Uses<'em' | 'actor' | 'queue' | 'live' | 'hooks' | 'requestId'>;

interface LockedTranscript {
  readonly id: string;
  readonly rawFileId: string;
  readonly status: TranscriptStatus;
}

/** What was deleted. */
export interface DeletedTranscript {
  /** Transcripts: the one that was named, and the calls that its file held. */
  readonly transcripts: number;
  readonly runs: number;
  /** The transcript whose file still holds the words of this call; null where there is none. */
  readonly parentId: string | null;
}

/** The transcript and the calls of its file, their rows locked: whoever works on one of them loses its lease. */
const lockWithParts = async ({ em, organizationId }: Ports, id: string): Promise<LockedTranscript[]> =>
  em.execute(
    `select id, raw_file_id as "rawFileId", status from transcript
     where organization_id = ? and (id = ? or parent_id = ?) order by id for update`,
    [organizationId, id, id],
  );

const parentOf = async ({ em, organizationId }: Ports, id: string): Promise<string | null> => {
  const [row]: { parentId: string | null }[] = await em.execute(
    `select part.parent_id as "parentId" from transcript part
     join transcript whole on whole.organization_id = part.organization_id and whole.id = part.parent_id
     where part.organization_id = ? and part.id = ?`,
    [organizationId, id],
  );
  return row?.parentId ?? null;
};

/** What was said of all files of an upload, where none of its calls is left. */
const FORGET_UPLOADS = `update upload set fields = '{}' where organization_id = ? and id in (
    select upload_id from upload_file where organization_id = ? and transcript_id in (?))
  and not exists (select 1 from upload_file other
    where other.organization_id = upload.organization_id and other.upload_id = upload.id and other.transcript_id is not null
      and other.transcript_id not in (?))`;

/** An upload keeps a line for the file, without its name. */
const FORGET_FILE = `update upload_file
  set transcript_id = null, file_name = 'deleted', external_ref = null, error_code = 'NOT_FOUND', error_message = 'The call was deleted.'
  where organization_id = ? and transcript_id in (?)`;

const deleteRows = async (
  { em, organizationId }: Ports,
  ids: readonly string[],
  rawFileIds: readonly string[],
): Promise<void> => {
  const values = [organizationId, ids];
  await em.execute(FORGET_UPLOADS, [organizationId, organizationId, ids, ids]);
  await em.execute(FORGET_FILE, values);
  await em.execute('delete from transcript_representative where organization_id = ? and transcript_id in (?)', values);
  await em.execute('delete from normalization where organization_id = ? and transcript_id in (?)', values);
  await em.execute('delete from transcript where organization_id = ? and id in (?)', values);
  await em.execute(
    `delete from raw_file where organization_id = ? and id in (?) and not exists (
       select 1 from transcript where transcript.organization_id = raw_file.organization_id and raw_file_id = raw_file.id)`,
    [organizationId, rawFileIds],
  );
};

const deleteLocked = async (scope: Ports, id: string): Promise<DeletedTranscript> => {
  const transcripts = await lockWithParts(scope, id);
  const named = transcripts.find((transcript) => transcript.id === id);
  if (!named) {
    throw new AppError('NOT_FOUND', 'There is no Transcript with this id.', { path: ['input', 'transcriptId'] });
  }
  const parentId = await parentOf(scope, id);
  const ids = transcripts.map((transcript) => transcript.id);
  const runIds = (await scope.hooks.run(transcriptDeletedHook, scope, { transcriptIds: ids })).flat();
  const rawFileIds = transcripts.map(({ rawFileId }) => rawFileId);
  await deleteRows(scope, ids, rawFileIds);
  await forgetEventTexts(scope.em, scope.organizationId, [...ids, ...runIds]);
  const deleted = { transcripts: ids.length, runs: runIds.length };
  for (const { id, status } of transcripts) recordTranscriptEvent(scope, { id, what: 'DELETED', status });
  recordAudit(scope, {
    action: 'transcript.delete',
    subjectType: 'Transcript',
    subjectId: id,
    before: { status: named.status },
    after: deleted,
  });
  await scope.em.flush();
  return { ...deleted, parentId };
};

/**
 * Deletes a call for good: its raw file, every reading of it, its runs with what was asked and answered, and the texts of its
 * events. What remains is that it was deleted, by whom, and what was spent against budgets. The calls that its file held go
 * with it.
 * @throws AppError FORBIDDEN, NOT_FOUND
 */
export const deleteTranscript = async (scope: Ports, id: string): Promise<DeletedTranscript> => {
  requireRole(scope, 'ADMIN');
  return retryOnDeadlock(() => inTransaction({ ...scope, em: scope.em.fork() }, (scope) => deleteLocked(scope, id)));
};

import { v7 as uuidv7 } from 'uuid';
import { withIdempotencyKey } from '../../access/with-idempotency-key.js';
import { insertAtCommit } from '../../database/wire/commit-writes.js';
import { AppError } from '../../errors/app-error.js';
import type { AcceptPorts } from './accept-file.js';
import { checkQueueQuota } from '../policy/check-queue-quota.js';
import type { NewUpload } from './new-upload.js';
import { ACCEPTING_UNTIL, Upload, type UploadStatus } from './upload.entity.js';
import { recordAudit } from '../../audit/record-audit.js';
import { inTransaction } from '../../scope/in-transaction.js';

interface Begun {
  readonly id: string;
  /** False where some of its files may have outcomes already. */
  readonly fresh: boolean;
}

/** State of the upload at the end of this transaction. */
interface Beginning {
  readonly contentHash: string;
  readonly status: Exclude<UploadStatus, 'OPEN'>;
}

interface OpenedRow {
  readonly status: UploadStatus;
  readonly contentHash: string | null;
  readonly expired: boolean;
}

const conflict = (message: string): AppError => new AppError('CONFLICT', message, { path: ['id'] });

/** @throws AppError NOT_FOUND, CONFLICT where the upload cannot take files (any more) */
const checkOpened = (row: OpenedRow | undefined, contentHash: string): void => {
  if (!row) throw new AppError('NOT_FOUND', 'There is no Upload with this id.', { path: ['id'] });
  if (row.status === 'OPEN' && row.expired) throw conflict('This upload has expired. Open another with createUpload.');
  if (row.status === 'OPEN' || (row.status === 'ACCEPTING' && row.contentHash === contentHash)) return;
  throw conflict('This upload has its files already. Open another with createUpload.');
};

const beginOpened = async (scope: AcceptPorts, id: string, { files }: NewUpload, next: Beginning): Promise<Begun> => {
  const { em, organizationId } = scope;
  const rows: OpenedRow[] = await em.execute(
    `select status, content_hash as "contentHash", coalesce(expires_at <= clock_timestamp(), false) as expired
     from upload where organization_id = ? and id = ? for update`,
    [organizationId, id],
  );
  checkOpened(rows[0], next.contentHash);
  if (rows[0]?.status === 'ACCEPTING') return { id, fresh: false };
  await checkQueueQuota(scope, files.length);
  await em.execute(
    `update upload set status = ?, content_hash = ?, file_count = ?, lease_until = ${ACCEPTING_UNTIL}
     where organization_id = ? and id = ?`,
    [next.status, next.contentHash, files.length, organizationId, id],
  );
  return { id, fresh: true };
};

const beginNew = async (scope: AcceptPorts, input: NewUpload, next: Beginning): Promise<Begun> => {
  const { em, organizationId, actor } = scope;
  const { files, fields, scoring, idempotencyKey } = input;
  const newId = uuidv7();
  const request = { contentHash: next.contentHash, fields, scoring };
  const id = await withIdempotencyKey(
    scope,
    { operation: 'upload', key: idempotencyKey, input: request },
    newId,
    async () => {
      await checkQueueQuota(scope, files.length);
      const createdBy = actor.kind === 'API_KEY' ? actor.id : null;
      insertAtCommit(em, Upload, {
        organizationId,
        id: newId,
        fields,
        scoring,
        fileCount: files.length,
        createdBy,
        ...next,
      });
    },
  );
  return { id, fresh: id === newId };
};

/**
 * The upload of these files: the one opened for them, the one that the same idempotency key began, or a new one.
 * @throws AppError NOT_FOUND, CONFLICT, IDEMPOTENCY_MISMATCH, QUOTA_EXCEEDED
 */
export const beginUpload = (scope: AcceptPorts, input: NewUpload, next: Beginning): Promise<Begun> =>
  input.uploadId === undefined ? beginNew(scope, input, next) : beginOpened(scope, input.uploadId, input, next);

/** How long an upload waits for its bytes. */
const OPEN_MS = 60 * 60_000;

/**
 * Opens an upload: its fields are stored now, the bytes follow in another request.
 * @returns its id
 * @throws AppError IDEMPOTENCY_MISMATCH
 */
export const createUpload = (
  scope: AcceptPorts,
  { fields, scoring, idempotencyKey }: Pick<NewUpload, 'fields' | 'scoring' | 'idempotencyKey'>,
  now: Date,
): Promise<string> =>
  inTransaction(scope, (scope) => {
    const { em, organizationId, actor } = scope;
    const id = uuidv7();
    const request = { operation: 'createUpload', key: idempotencyKey, input: { fields, scoring } };
    return withIdempotencyKey(scope, request, id, async () => {
      const createdBy = actor.kind === 'API_KEY' ? actor.id : null;
      const expiresAt = new Date(now.getTime() + OPEN_MS);
      em.persist(em.create(Upload, { organizationId, id, status: 'OPEN', fields, scoring, createdBy, expiresAt }));
      recordAudit(scope, { action: 'upload.create', subjectType: 'Upload', subjectId: id });
      await em.flush();
    });
  });

import { v7 as uuidv7 } from 'uuid';
import { withIdempotencyKey } from '../../access/with-idempotency-key.js';
import { recordAudit } from '../../audit/record-audit.js';
import { inTransaction } from '../../scope/in-transaction.js';
import type { AcceptPorts } from './accept-file.js';
import type { NewUpload } from './new-upload.js';
import { Upload } from './upload.entity.js';

/** How long an upload waits for its bytes. */
const OPEN_MS = 60 * 60_000;

/**
 * Opens an upload: what is known of its files is said now, the bytes follow.
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

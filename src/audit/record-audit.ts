import { v7 as uuidv7 } from 'uuid';
import { insertRowAtCommit } from '../database/wire/commit-writes.js';
import type { Uses } from '../scope/scope.js';

interface NewAuditEntry {
  /** noun.verb, e.g. `transcript.upload`. */
  readonly action: string;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
}

/** Records who did what, in the same transaction. */
export const recordAudit = (
  scope: Uses<'em' | 'actor' | 'requestId'>,
  { action, subjectType, subjectId, before, after }: NewAuditEntry,
): void => {
  const { em, organizationId, actor, requestId } = scope;
  insertRowAtCommit(em, 'audit_entry', {
    organization_id: organizationId,
    id: uuidv7(),
    actor_kind: actor.kind,
    actor_id: actor.id,
    action,
    subject_type: subjectType,
    subject_id: subjectId,
    before: before ?? null,
    after: after ?? null,
    request_id: requestId,
  });
};

import { v7 as uuidv7 } from 'uuid';
import type { Uses } from '../scope/scope.js';
import { AuditEntry } from './audit-entry.entity.js';

interface NewAuditEntry {
  /** noun.verb, e.g. `transcript.upload`. */
  readonly action: string;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
}

/** Notes who did what, in the transaction that does it. */
export const recordAudit = (
  scope: Uses<'em' | 'actor' | 'requestId'>,
  { before, after, ...entry }: NewAuditEntry,
): void => {
  const { em, organizationId, actor, requestId } = scope;
  em.persist(
    em.create(AuditEntry, {
      ...entry,
      organizationId,
      id: uuidv7(),
      actorKind: actor.kind,
      actorId: actor.id,
      before: before ? { ...before } : null,
      after: after ? { ...after } : null,
      requestId,
    }),
  );
};

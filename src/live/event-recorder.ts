import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuidv7 } from 'uuid';
import { insertRowAtCommit } from '../database/wire/commit-writes.js';

export interface NewEvent {
  readonly organizationId: string;
  /** UPPER_CASE, e.g. `RUN_SCORED`. */
  readonly kind: string;
  readonly subjectId: string;
  readonly batchId?: string | null;
  /** The whole value that subscribers get; no transcript text. */
  readonly payload: Readonly<Record<string, unknown>>;
}

/** Records what happened, in the transaction in which it happens. */
export interface EventRecorder {
  record(em: EntityManager, event: NewEvent): void;
  /** Called after the commit, so that stamping need not wait for its next look. */
  wake(): void;
}

export const openEventRecorder = (wake: () => void): EventRecorder => ({
  record: (em, { organizationId, kind, subjectId, batchId = null, payload }) => {
    const ids = { organization_id: organizationId, id: uuidv7(), subject_id: subjectId, batch_id: batchId };
    insertRowAtCommit(em, 'event', { ...ids, kind, payload });
  },
  wake,
});

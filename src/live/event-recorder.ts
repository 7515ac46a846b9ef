import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuidv7 } from 'uuid';
import { insertRowAtCommit } from '../database/wire/commit-writes.js';
import type { LiveEvent } from './live-event.js';

export type NewEvent = LiveEvent & {
  readonly organizationId: string;
  readonly subjectId: string;
  readonly batchId?: string | null;
};

/** Records events in the transaction in which they happen. */
export interface EventRecorder {
  record(em: EntityManager, event: NewEvent): void;
  /** Called after the commit, so that events are stamped at once and not at the next poll. */
  wake(): void;
}

export const openEventRecorder = (wake: () => void): EventRecorder => ({
  record: (em, { organizationId, kind, subjectId, batchId = null, payload }) => {
    const ids = { organization_id: organizationId, id: uuidv7(), subject_id: subjectId, batch_id: batchId };
    insertRowAtCommit(em, 'event', { ...ids, kind, payload: { ...payload } });
  },
  wake,
});

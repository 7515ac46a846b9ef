import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuidv7 } from 'uuid';
import { insertRowAtCommit } from '../database/wire/commit-writes.js';

/**
 * What each kind of event carries: a complete value for subscribers, without text of a call. A room adds its kinds by
 * declaration merging, beside the function that records them.
 */
export interface EventPayloads extends Record<never, never> {}

export type EventKind = keyof EventPayloads;

/** One of the kinds with its own payload: a union that `kind` discriminates. */
export type LiveEvent<Kind extends EventKind = EventKind> = {
  [K in Kind]: { readonly kind: K; readonly payload: EventPayloads[K] };
}[Kind];

/** An event as it is stored. Another version of Debrief may have written it, so its kind is any text. */
export interface StampedEvent {
  readonly sequence: number;
  readonly kind: string;
  readonly subjectId: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly at: Date;
}

/** A test for the given kinds, which also tells the compiler what such an event carries. */
export const isEventOf = <Kind extends EventKind>(kinds: readonly Kind[]) => {
  const known = new Set<string>(kinds);
  return (event: StampedEvent): event is StampedEvent & LiveEvent<Kind> => known.has(event.kind);
};

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

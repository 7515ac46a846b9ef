import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuidv7 } from 'uuid';
import { deleteAtCommit, insertRowAtCommit } from '../database/wire/commit-writes.js';
import { checkPayload, type JobPayload } from './job-payload.js';
import type { Job } from './job.js';
import { OutboxEntry } from './outbox-entry.entity.js';

/** Enqueues jobs through the outbox: a row in the caller's transaction, sent if and only if that commits. */
export interface JobSender {
  send<Payload extends JobPayload>(em: EntityManager, job: Job<Payload>, payload: Payload): void;
  /** The same for work that the sender itself begins after the commit: sent only where the entry is still there seconds later. */
  sendUnlessKept<Payload extends JobPayload>(em: EntityManager, job: Job<Payload>, payload: Payload): void;
  /** Called after the commit, so that the dispatcher need not wait for its next look. */
  wake(): void;
}

/** Time for the sender to do the work itself. */
const LATER = { available_at: `clock_timestamp() + interval '5 seconds'` };

const enqueue = <Payload extends JobPayload>(
  em: EntityManager,
  job: Job<Payload>,
  payload: Payload,
  due: Readonly<Record<string, string>> = {},
): void => {
  const checked = checkPayload(job.schema, payload);
  if ('faulty' in checked) throw new Error(`Job ${job.name}: the payload has faults in ${checked.faulty.join(', ')}.`);
  const { organizationId } = payload;
  const key = job.key(payload);
  insertRowAtCommit(em, 'outbox', { organization_id: organizationId, id: uuidv7(), job: job.name, key, payload }, due);
};

export const openJobSender = (wake: () => void): JobSender => ({
  send: (em, job, payload) => enqueue(em, job, payload),
  sendUnlessKept: (em, job, payload) => enqueue(em, job, payload, LATER),
  wake,
});

/** Deletes the outbox entry of a job where the transaction commits that does its work. */
export const settleAtCommit = (em: EntityManager, job: Job, payload: JobPayload): void =>
  deleteAtCommit(em, 'outbox', {
    organization_id: payload.organizationId,
    job: job.name,
    key: job.key(payload),
  });

/** Deletes the outbox entry of a job whose work is done or given up. */
export const deleteOutboxEntry = async (em: EntityManager, job: Job, payload: JobPayload): Promise<void> => {
  const { organizationId } = payload;
  await em.nativeDelete(OutboxEntry, { organizationId, job: job.name, key: job.key(payload) });
};

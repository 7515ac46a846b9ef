import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuidv7 } from 'uuid';
import type { AppError } from '../errors/app-error.js';
import { DeadLetter } from './dead-letter.entity.js';
import type { JobPayload } from './job-payload.js';

interface DeadJob {
  readonly job: string;
  /** Its id in the queue. */
  readonly key: string;
  readonly payload: JobPayload;
  readonly failure: AppError;
}

/** Keeps a given-up job with the reason, in the caller's transaction. */
export const recordDeadLetter = (em: EntityManager, { job, key, payload, failure }: DeadJob): void => {
  const { organizationId } = payload;
  const { code, message } = failure;
  em.persist(em.create(DeadLetter, { organizationId, id: uuidv7(), job, key, payload, code, message }));
};

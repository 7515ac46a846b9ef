import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuidv7 } from 'uuid';
import type { AppError } from '../errors/app-error.js';
import { DeadLetter } from './dead-letter.entity.js';
import type { Job, JobPayload } from './job.js';

/** Keeps a given-up job with the reason, in the caller's transaction. */
export const recordDeadLetter = (em: EntityManager, job: Job, payload: JobPayload, failure: AppError): void => {
  em.persist(
    em.create(DeadLetter, {
      organizationId: payload.organizationId,
      id: uuidv7(),
      job: job.name,
      key: job.key(payload),
      payload,
      code: failure.code,
      message: failure.message,
    }),
  );
};

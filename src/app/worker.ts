import type { JobHandler } from '../queue/job-handler.js';
import { deleteOutboxEntry } from '../queue/job-sender.js';
import { openJobWorkers, type JobWorkers } from '../queue/job-worker.js';
import type { JobPayload } from '../queue/job-payload.js';
import { postponeCheck } from '../queue/lease.js';
import { recordDeadLetter } from '../queue/record-dead-letter.js';
import { inTransaction } from '../scope/in-transaction.js';
import type { JobWork } from '../scope/room-module.js';
import type { Actor, Scope } from '../scope/scope.js';
import { modules } from './modules.js';
import type { System } from './open-system.js';

const SYSTEM_ACTOR: Actor = { kind: 'SYSTEM', id: null, name: 'worker', role: 'SYSTEM' };

/** How long after a planned retry the reconciler waits before it takes the queue for lost. */
const RETRY_GRACE_MS = 30_000;

/** The work of a room as the queue calls it; the scope opens for the organization that the payload names. */
const handlerOf = (system: System, work: JobWork): JobHandler => {
  const { job } = work;
  const scopeOf = ({ organizationId }: JobPayload): Scope =>
    system.openScope({ organizationId, actor: SYSTEM_ACTOR }, null);
  const settle = async (scope: Scope, payload: JobPayload): Promise<void> => {
    if (job.keepOutboxEntry) await deleteOutboxEntry(scope.em, job, payload);
  };
  return {
    job,
    handle: async (payload, context) => {
      const scope = { ...scopeOf(payload), logger: context.logger };
      await work.handle(scope, payload, context);
      // The work is done; an entry that stays is sent again, and the second delivery finds that.
      await settle(scope, payload).catch((error: unknown) => {
        context.logger.warn({ err: error }, 'an outbox entry was not deleted');
      });
    },
    beforeRetry: async (payload, _failure, delayMs) => {
      const row = work.lease?.(payload);
      if (row) await postponeCheck(scopeOf(payload).em, row, delayMs + RETRY_GRACE_MS);
    },
    giveUp: (payload, failure) =>
      inTransaction(scopeOf(payload), async (scope) => {
        if (!(await work.giveUp(scope, payload, failure))) return;
        recordDeadLetter(scope.em, { job: job.name, key: job.key(payload), payload, failure });
        await settle(scope, payload);
        await scope.em.flush();
      }),
    reject: (payload, key, failure) =>
      inTransaction(scopeOf(payload), async (scope) => {
        recordDeadLetter(scope.em, { job: job.name, key, payload, failure });
        await scope.em.flush();
      }),
  };
};

const handlersOf = (system: System): readonly JobHandler[] =>
  modules.flatMap((room) => room.handlers?.(system) ?? []).map((work) => handlerOf(system, work));

/** Starts working on every kind of job; takes none while this process's clock is out of step. */
export const startWorker = (system: System): JobWorkers => {
  const { queue: connection, logger, clock, limits } = system;
  const handlers = handlersOf(system);
  const { retryBaseMs } = limits;
  const workers = openJobWorkers({ connection, handlers, logger, retryBaseMs, paused: clock?.tolerable === false });
  clock?.onChange((tolerable) => void (tolerable ? workers.resume() : workers.pause()));
  return workers;
};

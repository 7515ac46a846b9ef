import type { AppError } from '../errors/app-error.js';
import type { JobContext, JobHandler } from '../queue/job-handler.js';
import { deleteOutboxEntry } from '../queue/job-sender.js';
import { openJobWorkers, type JobWorkers } from '../queue/job-worker.js';
import type { Job, JobPayload } from '../queue/job.js';
import { postponeCheck, type LeasedRow } from '../queue/lease.js';
import { recordDeadLetter } from '../queue/record-dead-letter.js';
import { recordScoringNotStarted } from '../runs/starting/record-scoring-not-started.js';
import { rescoreCorrected } from '../runs/starting/rescore-corrected.js';
import { deliverBatchJob } from '../runs/economy/deliver-batch.job.js';
import { providerBatchLease } from '../runs/economy/provider-batch-lease.js';
import { runLease } from '../runs/run-lease.js';
import { repeatScoringJob } from '../runs/repeat-scoring.job.js';
import { scoreRunJob } from '../runs/score-run.job.js';
import { startRunOfReadyTranscript } from '../runs/starting/start-run-of-ready-transcript.js';
import { deliverBatch, giveUpBatch } from '../scoring/economy/deliver-batch.js';
import { giveUpRun } from '../scoring/give-up-run.js';
import { repeatScoring } from '../scoring/repeats/repeat-scoring.js';
import { scoreRun } from '../scoring/score-run.js';
import { inTransaction } from '../scope/in-transaction.js';
import type { Actor, Scope } from '../scope/scope.js';
import { normalizeTranscriptJob, transcriptLease } from '../transcripts/normalize-transcript.job.js';
import { normalizeTranscript } from '../transcripts/reading/normalize-transcript.js';
import { quarantineTranscript } from '../transcripts/reading/record-reading.js';
import { speakersCorrectedJob } from '../transcripts/speakers-corrected.job.js';
import { transcriptReadyJob, type TranscriptReadyPayload } from '../transcripts/transcript-ready.job.js';
import type { System } from './open-system.js';

const SYSTEM_ACTOR: Actor = { kind: 'SYSTEM', id: null, name: 'worker', role: 'SYSTEM' };

interface Work<Payload extends JobPayload> {
  handle(scope: Scope, payload: Payload, context: JobContext): Promise<void>;
  /** The row whose lease the job works under, where it has one. */
  lease?(payload: Payload): LeasedRow;
  /**
   * Ends what the job was about, in the transaction that dead-letters it. False where there is nothing to end: somebody
   * else works on it, or has ended it.
   */
  giveUp(scope: Scope, payload: Payload, failure: AppError): Promise<boolean>;
}

/** How long after a planned retry the reconciler waits before it takes the queue for lost. */
const RETRY_GRACE_MS = 30_000;

/** Joins a declared job to what is done for it; the scope opens for the organization that the payload names. */
const join = <Payload extends JobPayload>(system: System, job: Job<Payload>, work: Work<Payload>): JobHandler => {
  const scopeOf = ({ organizationId }: JobPayload): Scope =>
    system.openScope({ organizationId, actor: SYSTEM_ACTOR }, null);
  const settle = async (scope: Scope, payload: JobPayload): Promise<void> => {
    if (job.keepOutboxEntry) await deleteOutboxEntry(scope.em, job, payload);
  };
  return {
    job: job as unknown as Job,
    handle: async (payload, context) => {
      const scope = { ...scopeOf(payload), logger: context.logger };
      await work.handle(scope, payload as Payload, context);
      // The work is done; a promise that stays is sent again and finds that.
      await settle(scope, payload).catch((error: unknown) => {
        context.logger.warn({ err: error }, 'a kept promise was not struck out');
      });
    },
    beforeRetry: async (payload, _failure, delayMs) => {
      const row = work.lease?.(payload as Payload);
      if (row) await postponeCheck(scopeOf(payload).em, row, delayMs + RETRY_GRACE_MS);
    },
    giveUp: (payload, failure) =>
      inTransaction(scopeOf(payload), async (scope) => {
        if (!(await work.giveUp(scope, payload as Payload, failure))) return;
        const key = job.key(payload as Payload);
        recordDeadLetter(scope.em, { job: job.name, key, payload, failure });
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

/** Keeps the promise that stands behind a transcript that was just read. Where that fails, it is promised anew, and the queue brings it. */
const beginScoring = async (scope: Scope, { organizationId, transcriptId }: TranscriptReadyPayload): Promise<void> => {
  const fresh = { ...scope, em: scope.em.fork() };
  const promised = { organizationId, transcriptId };
  try {
    await startRunOfReadyTranscript(fresh, transcriptId);
  } catch (error) {
    scope.logger.info({ err: error, transcriptId }, 'scoring could not begin at once');
    await inTransaction({ ...scope, em: scope.em.fork() }, async ({ em, queue }) => {
      await deleteOutboxEntry(em, transcriptReadyJob, promised);
      queue.send(em, transcriptReadyJob, promised);
    });
  }
};

const handlersOf = (system: System): readonly JobHandler[] => [
  join(system, normalizeTranscriptJob, {
    handle: async (scope, payload) => {
      if (await normalizeTranscript(scope, system.normalizer, payload)) await beginScoring(scope, payload);
    },
    lease: ({ organizationId, transcriptId }) => transcriptLease(organizationId, transcriptId),
    giveUp: (scope, { transcriptId }, failure) => quarantineTranscript(scope, transcriptId, failure),
  }),
  join(system, transcriptReadyJob, {
    handle: (scope, { transcriptId }) => startRunOfReadyTranscript(scope, transcriptId),
    giveUp: async (scope, { transcriptId }, failure) => {
      await recordScoringNotStarted(scope, transcriptId, failure);
      return true;
    },
  }),
  join(system, speakersCorrectedJob, {
    handle: (scope, { transcriptId }) => rescoreCorrected(scope, transcriptId),
    giveUp: async (scope, { transcriptId }, failure) => {
      await recordScoringNotStarted(scope, transcriptId, failure);
      return true;
    },
  }),
  join(system, scoreRunJob, {
    handle: (scope, { runId }, { signal }) => scoreRun(scope, runId, signal),
    lease: ({ organizationId, runId }) => runLease(organizationId, runId),
    giveUp: (scope, { runId }, failure) => giveUpRun(scope, runId, failure),
  }),
  join(system, deliverBatchJob, {
    handle: (scope, { providerBatchId }, { signal }) => deliverBatch(scope, providerBatchId, signal),
    lease: ({ organizationId, providerBatchId }) => providerBatchLease(organizationId, providerBatchId),
    giveUp: (scope, { providerBatchId }, failure) => giveUpBatch(scope, providerBatchId, failure),
  }),
  join(system, repeatScoringJob, {
    handle: (scope, { runId }, { signal }) => repeatScoring(scope, runId, signal),
    // The run has its scores; that nobody knows how stable they are shows in its missing mark.
    giveUp: () => Promise.resolve(true),
  }),
];

/** Starts working on every kind of job; takes none while this process's clock is out of step. */
export const startWorker = (system: System): JobWorkers => {
  const { queue: connection, logger, clock, limits } = system;
  const handlers = handlersOf(system);
  const { retryBaseMs } = limits;
  const workers = openJobWorkers({ connection, handlers, logger, retryBaseMs, paused: clock?.tolerable === false });
  clock?.onChange((tolerable) => void (tolerable ? workers.resume() : workers.pause()));
  return workers;
};

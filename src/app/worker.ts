import type { AppError } from '../errors/app-error.js';
import type { Job, JobPayload } from '../queue/job.js';
import { openJobWorkers, type JobContext, type JobHandler, type JobWorkers } from '../queue/job-worker.js';
import { postponeCheck, type LeasedRow } from '../queue/lease.js';
import { recordDeadLetter } from '../queue/record-dead-letter.js';
import { recordScoringNotStarted } from '../runs/record-scoring-not-started.js';
import { runLease } from '../runs/run-lease.js';
import { scoreRunJob } from '../runs/score-run.job.js';
import { startRunOfReadyTranscript } from '../runs/start-run-of-ready-transcript.js';
import { giveUpRun } from '../scoring/give-up-run.js';
import { scoreRun } from '../scoring/score-run.js';
import { inTransaction } from '../scope/in-transaction.js';
import type { Actor, Scope } from '../scope/scope.js';
import { normalizeTranscriptJob } from '../transcripts/normalize-transcript.job.js';
import { normalizeTranscript } from '../transcripts/normalize-transcript.js';
import { quarantineTranscript } from '../transcripts/quarantine-transcript.js';
import { transcriptLease } from '../transcripts/transcript-lease.js';
import { transcriptReadyJob } from '../transcripts/transcript-ready.job.js';
import type { System } from './open-system.js';

const SYSTEM_ACTOR: Actor = { kind: 'SYSTEM', id: null, name: 'worker', role: 'SYSTEM' };

interface Work<Payload extends JobPayload> {
  handle(scope: Scope, payload: Payload, context: JobContext): Promise<void>;
  /** The row whose lease the job works under, where it has one. */
  lease?(payload: Payload): LeasedRow;
  /** Marks what the job was about, in the transaction that dead-letters it. */
  giveUp(scope: Scope, payload: Payload, failure: AppError): Promise<void>;
}

/** How long after a planned retry the reconciler waits before it takes the queue for lost. */
const RETRY_GRACE_MS = 30_000;

/** Joins a declared job to what is done for it; the scope opens for the organization that the payload names. */
const join = <Payload extends JobPayload>(system: System, job: Job<Payload>, work: Work<Payload>): JobHandler => {
  const scopeOf = ({ organizationId }: JobPayload): Scope =>
    system.openScope({ organizationId, actor: SYSTEM_ACTOR }, null);
  return {
    job: job as unknown as Job,
    handle: (payload, context) =>
      work.handle({ ...scopeOf(payload), logger: context.logger }, payload as Payload, context),
    beforeRetry: async (payload, _failure, delayMs) => {
      const row = work.lease?.(payload as Payload);
      if (row) await postponeCheck(scopeOf(payload).em, row, delayMs + RETRY_GRACE_MS);
    },
    giveUp: (payload, failure) =>
      inTransaction(scopeOf(payload), async (scope) => {
        recordDeadLetter(scope.em, job as unknown as Job, payload, failure);
        await work.giveUp(scope, payload as Payload, failure);
        await scope.em.flush();
      }),
  };
};

const handlersOf = (system: System): readonly JobHandler[] => [
  join(system, normalizeTranscriptJob, {
    handle: normalizeTranscript,
    lease: ({ organizationId, transcriptId }) => transcriptLease(organizationId, transcriptId),
    giveUp: (scope, { transcriptId }, failure) => quarantineTranscript(scope, transcriptId, failure),
  }),
  join(system, transcriptReadyJob, {
    handle: (scope, { transcriptId }) => startRunOfReadyTranscript(scope, transcriptId),
    giveUp: (scope, { transcriptId }, failure) => recordScoringNotStarted(scope, transcriptId, failure),
  }),
  join(system, scoreRunJob, {
    handle: (scope, { runId }, { signal }) => scoreRun(scope, runId, signal),
    lease: ({ organizationId, runId }) => runLease(organizationId, runId),
    giveUp: (scope, { runId }, failure) => giveUpRun(scope, runId, failure),
  }),
];

/** Starts working on every kind of job. */
export const startWorker = (system: System): JobWorkers =>
  openJobWorkers({ connection: system.queue, handlers: handlersOf(system), logger: system.logger });

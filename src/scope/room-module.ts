import type { TableModule } from '../database/table-module.js';
import type { AppError } from '../errors/app-error.js';
import type { JobContext } from '../queue/job-handler.js';
import type { JobPayload } from '../queue/job-payload.js';
import type { Job } from '../queue/job.js';
import type { LeasedRow } from '../queue/lease.js';
import type { Watched } from '../queue/reconciler.js';
import type { HookListener } from './hook.js';
import type { Scope } from './scope.js';

/** What is done for one kind of job, in a scope of the payload's organization. */
interface Work<Payload extends JobPayload> {
  handle(scope: Scope, payload: Payload, context: JobContext): Promise<void>;
  /** The row whose lease the job works under, where it has one. */
  lease?(payload: Payload): LeasedRow;
  /**
   * Ends what the job was about, in the transaction that dead-letters it. False where there is nothing to end: another
   * process works on it, or has ended it.
   */
  giveUp(scope: Scope, payload: Payload, failure: AppError): Promise<boolean>;
}

export interface JobWork extends Work<JobPayload> {
  readonly job: Job;
}

/** Joins a job to the work that is done for it. */
export const jobWork = <Payload extends JobPayload>(job: Job<Payload>, work: Work<NoInfer<Payload>>): JobWork => ({
  job,
  ...work,
});

/** What a room brings; `src/app/modules.ts` lists the rooms. */
export interface RoomModule<Tools = unknown> extends TableModule {
  /** The jobs that this room declares; their work may be done further down the line. */
  readonly jobs?: readonly Job[];
  /** Rows that must reach an end, and the job that brings them there. */
  readonly watched?: readonly Watched[];
  /** The work that this room does. `tools` are what a process has and no scope carries, e.g. a thread. */
  handlers?(tools: Tools): readonly JobWork[];
  /** What this room does at hooks of rooms before it. */
  readonly hooks?: readonly HookListener[];
}

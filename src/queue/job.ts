import { payloadSchema, type JobPayload, type PayloadField, type PayloadSchema } from './job-payload.js';
import { checkSchedule, type Schedule } from './schedule.js';

/** A kind of work, declared by its sender. Its handler is in the module of the room that does the work. */
export interface Job<Payload extends JobPayload = JobPayload> {
  /** Also the name of its queue. */
  readonly name: string;
  /** A job whose payload does not fit is dead-lettered. */
  readonly schema: PayloadSchema;
  /** Key of the first delivery: the same key is delivered once. No `:`, not a bare integer. */
  key(payload: Payload): string;
  /** Tries after retryable failures, the first included. */
  readonly attempts: number;
  /** Limit of one try. */
  readonly timeoutMs: number;
  /** Jobs of this kind at a time in one process. */
  readonly concurrency: number;
  /**
   * True for work that no row shows to be unfinished, so that the reconciler cannot know of it: its outbox entry stays
   * and is sent again, under the same key, until the work is done or given up.
   */
  readonly keepOutboxEntry?: boolean;
  /** Has the job enqueued for every organization at these times. */
  readonly schedule?: Schedule;
}

interface JobDeclaration<Payload extends JobPayload> extends Omit<Job<Payload>, 'schema' | 'schedule'> {
  /** The payload's fields beside the organization. */
  readonly fields: Readonly<Record<Exclude<keyof Payload, 'organizationId'> & string, PayloadField>>;
}

/** @throws Error where words of a call would fit into the payload */
export const declareJob = <Payload extends JobPayload>({ fields, ...job }: JobDeclaration<Payload>): Job<Payload> => ({
  ...job,
  schema: payloadSchema(job.name, fields),
});

interface ScheduledJobDeclaration extends Omit<Job, 'schema' | 'schedule' | 'key' | 'keepOutboxEntry'> {
  readonly schedule: Schedule;
}

/** A scheduled job of an organization has one key, so that one that still waits is not doubled. */
export const SCHEDULED_KEY_ENDING = '-scheduled';

/**
 * A job that is due by the clock, once for each organization. Its outbox entry stays until its work is done, so a tick
 * is not lost with the queue; a tick that finds the entry of an earlier one adds nothing.
 * @throws Error for a schedule that names no time
 */
export const declareScheduledJob = (job: ScheduledJobDeclaration): Job => {
  checkSchedule(job.name, job.schedule);
  const key = ({ organizationId }: JobPayload): string => `${organizationId}${SCHEDULED_KEY_ENDING}`;
  return { ...job, schema: payloadSchema(job.name, {}), key, keepOutboxEntry: true };
};

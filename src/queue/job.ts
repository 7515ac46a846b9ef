/** Ids only: no scope and never transcript text. */
export type JobPayload = Readonly<Record<string, string>> & { readonly organizationId: string };

/** A kind of work, declared by its sender. Its handler is in the module of the room that does the work. */
export interface Job<Payload extends JobPayload = JobPayload> {
  /** Also the name of its queue. */
  readonly name: string;
  /** Names of the payload's fields; a job with others is dead-lettered. */
  readonly fields: readonly string[];
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
}

export const declareJob = <Payload extends JobPayload>(job: Job<Payload>): Job<Payload> => job;

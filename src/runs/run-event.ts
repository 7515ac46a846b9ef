import { isEventOf } from '../live/live-event.js';
import type { Uses } from '../scope/scope.js';
import { RUN_STATUSES, type RunStatus } from './run-status.js';

type RunEventKind = `RUN_${RunStatus}`;

declare module '../live/live-event.js' {
  interface EventPayloads extends Record<RunEventKind, RunEventPayload> {}
}

export const isRunEvent = isEventOf(RUN_STATUSES.map((status): RunEventKind => `RUN_${status}`));

/** The state of a run in one event: complete, so that a subscriber needs no other event to read it. */
export interface RunEventPayload {
  readonly runId: string;
  readonly transcriptId: string;
  readonly batchId: string | null;
  readonly status: RunStatus;
  /** Calls to a model so far. */
  readonly attempts: number;
  readonly overallOutcome: 'SCORED' | 'UNSCORED' | null;
  readonly overallScore: number | null;
  readonly overallPotential: number | null;
  readonly overallNormalized: number | null;
  readonly overallReason: string | null;
  readonly flags: readonly string[];
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
}

export type RunEventSource = Pick<RunEventPayload, 'transcriptId' | 'batchId' | 'status'> &
  Partial<Omit<RunEventPayload, 'runId'>> & { readonly id: string };

const nothingYet = {
  attempts: 0,
  overallOutcome: null,
  overallScore: null,
  overallPotential: null,
  overallNormalized: null,
  overallReason: null,
  flags: [],
  errorCode: null,
  errorMessage: null,
} as const;

/** Records a run's new status for subscribers, in the caller's transaction. */
export const recordRunEvent = (scope: Uses<'em' | 'live'>, { id, ...run }: RunEventSource): void => {
  const { em, live, organizationId } = scope;
  const payload: RunEventPayload = { ...nothingYet, ...run, runId: id };
  live.record(em, {
    organizationId,
    kind: `RUN_${run.status}`,
    subjectId: id,
    batchId: run.batchId,
    payload,
  });
};

import type { Uses } from '../scope/scope.js';
import type { RunStatus } from './run-status.js';

/** What a subscriber learns of a run at once: complete, so that no event needs another. */
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
    payload: { ...payload },
  });
};

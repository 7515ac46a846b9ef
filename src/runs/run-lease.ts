import type { LeasedRow } from '../queue/lease.js';
import { RUN_STATUSES, hasEnded } from './run-status.js';

export const UNFINISHED_RUN_STATUSES = RUN_STATUSES.filter((status) => !hasEnded(status));

/** Of a run that has its scores, while more is found out about them. */
export const scoredRunLease = (organizationId: string, id: string): LeasedRow => ({
  table: 'run',
  organizationId,
  id,
  unfinished: ['SCORED'],
});

export const runLease = (organizationId: string, id: string): LeasedRow => ({
  table: 'run',
  organizationId,
  id,
  unfinished: UNFINISHED_RUN_STATUSES,
});

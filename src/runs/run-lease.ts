import type { LeasedRow } from '../queue/lease.js';
import { RUN_STATUSES, hasEnded } from './run-status.js';

export const UNFINISHED_RUN_STATUSES = RUN_STATUSES.filter((status) => !hasEnded(status));

export const runLease = (organizationId: string, id: string): LeasedRow => ({
  table: 'run',
  organizationId,
  id,
  unfinished: UNFINISHED_RUN_STATUSES,
});

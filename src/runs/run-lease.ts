import { declareLease } from '../queue/lease.js';
import { RUN_STATUSES, hasEnded } from './run-status.js';

export const UNFINISHED_RUN_STATUSES = RUN_STATUSES.filter((status) => !hasEnded(status));

export const runLease = declareLease('run', UNFINISHED_RUN_STATUSES);

/** Of a run that has its scores, while more is found out about them. */
export const scoredRunLease = declareLease('run', ['SCORED']);

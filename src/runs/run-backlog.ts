import type { CourierReads } from '../database/wire/courier.js';
import { UNFINISHED_RUN_STATUSES } from './score-run.job.js';

/** Runs that have not ended, as they were counted a moment ago. */
export interface BacklogCount {
  /** Of the organization. */
  readonly own: number;
  /** Of all organizations, the own included. */
  readonly all: number;
}

export interface RunBacklog {
  count(organizationId: string): Promise<BacklogCount>;
}

/** So old may a count be, in ms. */
const FRESH_MS = 1_000;

/** Upper bound of the count: a longer backlog needs no exact figure. */
const MAX_COUNTED = 5_000;

/** Written out: only then the index of unfinished runs serves it. */
const UNFINISHED = UNFINISHED_RUN_STATUSES.map((status) => `'${status}'`).join(', ');

const COUNT = {
  name: 'run_backlog',
  text: `select organization_id as "organizationId", count(*)::int as count
         from (select organization_id from run where status in (${UNFINISHED}) limit ${MAX_COUNTED}) unfinished group by 1`,
  values: [],
};

interface CountRow {
  readonly organizationId: string;
  readonly count: number;
}

/** One count for the whole process, read at most once a second. */
export const openRunBacklog = (reads: CourierReads, now: () => number = () => performance.now()): RunBacklog => {
  let counted: Promise<readonly CountRow[]> | null = null;
  let until = 0;
  const rows = (): Promise<readonly CountRow[]> => {
    if (counted !== null && now() < until) return counted;
    until = now() + FRESH_MS;
    counted = reads.readAcross<CountRow>(COUNT).catch((error: unknown) => {
      until = 0;
      throw error;
    });
    return counted;
  };
  return {
    count: async (organizationId) => {
      const all = await rows();
      const own = all.find((row) => row.organizationId === organizationId)?.count ?? 0;
      return { own, all: all.reduce((sum, { count }) => sum + count, 0) };
    },
  };
};

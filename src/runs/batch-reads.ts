import { readPage, type Page, type PageRequest } from '../scope/read-page.js';
import type { Uses } from '../scope/scope.js';
import type { Delivery } from './run-spec.js';
import { ENDED_RUN_STATUSES, RUN_STATUSES, type RunStatus } from './run-status.js';

export interface BatchRow {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly delivery: Delivery;
  readonly createdAt: Date;
}

/** How far a batch is; a complete value for subscribers. */
export interface BatchProgress {
  readonly batchId: string;
  /** Sequence of the newest event of the batch that the counts include. */
  readonly sequence: number;
  readonly total: number;
  readonly ended: number;
  /** Share of the runs that ended, 0 to 1. */
  readonly progress: number;
  readonly counts: readonly { readonly status: RunStatus; readonly count: number }[];
  readonly done: boolean;
  /** Whether `sequence` covers all that the counts include: false for the moment until an event is stamped. */
  readonly stamped: boolean;
}

type Ports = Uses<'reads'>;
const COLUMNS = `id, name, size, delivery, created_at as "createdAt"`;

export const batchPage = (scope: Ports, page: PageRequest, descending: boolean): Promise<Page<BatchRow>> =>
  readPage<BatchRow>(scope, {
    ...page,
    name: 'batch_page',
    select: COLUMNS,
    from: 'batch',
    where: 'true',
    values: [],
    orderBy: { column: 'created_at', type: 'timestamptz', descending },
  });

export const batchesById = ({ reads }: Ports, ids: readonly string[]): Promise<BatchRow[]> =>
  reads.read({
    name: 'batch_by_id',
    text: `select ${COLUMNS} from batch where id = any($1::uuid[])`,
    values: [ids],
  });

interface ProgressRow {
  readonly status: RunStatus;
  readonly count: number;
  readonly sequence: number;
  readonly stamped: boolean;
}

const asProgress = (batchId: string, rows: readonly ProgressRow[]): BatchProgress => {
  const countOf = (status: RunStatus): number => rows.find((row) => row.status === status)?.count ?? 0;
  const counts = RUN_STATUSES.map((status) => ({ status, count: countOf(status) }));
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  const ended = ENDED_RUN_STATUSES.reduce((sum, status) => sum + countOf(status), 0);
  const { sequence = 0, stamped = true } = rows[0] ?? {};
  const progress = total === 0 ? 1 : ended / total;
  return { batchId, sequence, stamped, total, ended, counts, progress, done: ended === total };
};

/** Counts and the sequence that they include, from one snapshot. A batch of another organization has no runs here. */
export const batchProgress = async ({ reads }: Ports, batchId: string): Promise<BatchProgress> => {
  const rows = await reads.read<ProgressRow>({
    name: 'batch_progress',
    text: `select status, count(*)::int as count,
             (select coalesce(max(sequence), 0)::int from event where batch_id = $1) as sequence,
             not exists (select 1 from event where batch_id = $1 and sequence is null) as stamped
           from run where batch_id = $1 group by status`,
    values: [batchId],
  });
  return asProgress(batchId, rows);
};

import { type Page, type PageRequest, readPage } from '../scope/read-page.js';
import type { Uses } from '../scope/scope.js';
import type { Delivery } from './run-spec.js';
import { ENDED_RUN_STATUSES, RUN_STATUSES, type RunStatus } from './run-status.js';
import type { ProviderBatchStatus } from './economy/provider-batch.entity.js';

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

/** A provider's batch as it is read, once for each batch of runs that has requests in it. */
export interface ProviderBatchRow {
  readonly batchId: string;
  readonly provider: string;
  readonly model: string;
  readonly status: ProviderBatchStatus;
  readonly reference: string | null;
  readonly requests: number;
  readonly answered: number;
  readonly createdAt: Date;
  readonly submittedAt: Date | null;
  readonly endedAt: Date | null;
  /** Null once it has ended. */
  readonly nextLookAt: Date | null;
  readonly errorMessage: string | null;
}

/** The providers' batches by which runs of these batches go, oldest first. */
export const providerBatchesOf = ({ reads }: Uses<'reads'>, batchIds: readonly string[]): Promise<ProviderBatchRow[]> =>
  reads.read({
    name: 'provider_batch_of_batch',
    text: `select used.batch_id as "batchId", p.provider, p.model, p.status, p.reference, p.request_count as requests,
        answers.answered, p.created_at as "createdAt", p.submitted_at as "submittedAt", p.ended_at as "endedAt",
        case when p.ended_at is null then p.check_at end as "nextLookAt",
        p.error_message as "errorMessage"
      from (select distinct r.batch_id, i.provider_batch_id from run r
          join batch_request i on i.organization_id = r.organization_id and i.run_id = r.id
          where r.batch_id = any($1::uuid[])) used
      join provider_batch p on p.id = used.provider_batch_id
      cross join lateral (select count(*)::int as answered from batch_request i
          join attempt a on a.organization_id = i.organization_id and a.run_id = i.run_id and a.number = i.number
          where i.organization_id = p.organization_id and i.provider_batch_id = p.id and a.status = 'ANSWERED') answers
      order by p.created_at, p.id`,
    values: [batchIds],
  });

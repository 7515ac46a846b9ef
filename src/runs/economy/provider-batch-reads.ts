import type { Uses } from '../../scope/scope.js';
import type { ProviderBatchStatus } from './provider-batch.entity.js';

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

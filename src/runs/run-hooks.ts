import type { Merged } from '../people/merge-people.js';
import type { Uses } from '../scope/scope.js';
import type { RepresentativeChange } from '../transcripts/transcript-hooks.js';
import type { ReservedCall, Spending, SpendingSpan } from '../costs/budgets/spending-hooks.js';

/** At `people.merged`: runs point to the representative or company that is left. */
export const repointRuns = async (
  { em, organizationId }: Uses<'em'>,
  { table, from, into }: Merged,
): Promise<Record<string, number>> => {
  const { affectedRows: run } = await em.execute<{ affectedRows: number }>(
    `update run set ${table}_id = ? where organization_id = ? and ${table}_id in (?)`,
    [into, organizationId, from],
    'run',
  );
  return { run };
};

/** At `transcripts.representativeChanged`: the runs of a transcript that scored one representative go to another. */
export const reassignRuns = async (
  { em, organizationId }: Uses<'em'>,
  { transcriptId, from, to }: RepresentativeChange,
): Promise<number> => {
  const { affectedRows } = await em.execute<{ affectedRows: number }>(
    `update run set representative_id = ?::uuid
     where organization_id = ? and transcript_id = ? and representative_id is not distinct from ?::uuid`,
    [to, organizationId, transcriptId, from],
    'run',
  );
  return affectedRows;
};

/** At `transcripts.companyChanged`: the runs of a transcript follow. */
export const moveRunsToCompany = async (
  { em, organizationId }: Uses<'em'>,
  { transcriptId, companyId }: { readonly transcriptId: string; readonly companyId: string | null },
): Promise<void> => {
  await em.execute('update run set company_id = ?::uuid where organization_id = ? and transcript_id = ?', [
    companyId,
    organizationId,
    transcriptId,
  ]);
};

interface SpendingRow {
  readonly pusd: string;
  readonly unpricedCalls: number;
}

/** At `costs.callCost`: the first call of the claim to the model since the reservation is the one it was made for. */
export const storedCallCost = async (
  { em, organizationId }: Uses<'em'>,
  { runId, leaseEpoch, model, since }: ReservedCall,
): Promise<bigint> => {
  const rows: { pusd: string | null }[] = await em.execute(
    `select cost_pusd::text as pusd from attempt
     where organization_id = ? and run_id = ? and lease_epoch = ? and model_asked = ? and created_at >= ?::timestamptz
     order by number limit 1`,
    [organizationId, runId, leaseEpoch, model, since],
  );
  return BigInt(rows[0]?.pusd ?? 0);
};

/** At `costs.spending`: what attempts cost. */
export const spendingOfCalls = async ({ em, organizationId }: Uses<'em'>, span: SpendingSpan): Promise<Spending> => {
  const [condition, value] =
    'since' in span
      ? ['created_at >= ?', span.since]
      : [
          'run_id in (select id from run where organization_id = attempt.organization_id and batch_id = ?)',
          span.batchId,
        ];
  const rows: SpendingRow[] = await em.execute(
    `select coalesce(sum(cost_pusd), 0)::text as pusd,
       (count(*) filter (where cost_status = 'UNPRICED'))::int as "unpricedCalls"
     from attempt where organization_id = ? and ${condition}`,
    [organizationId, value],
  );
  return { pusd: BigInt(rows[0]?.pusd ?? 0), unpricedCalls: rows[0]?.unpricedCalls ?? 0 };
};

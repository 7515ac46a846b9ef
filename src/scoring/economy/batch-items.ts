import type { ModelRequest } from '../../plugin-api/index.js';
import { UNFINISHED_RUN_STATUSES } from '../../runs/score-run.job.js';
import type { Uses } from '../../scope/scope.js';

/** A request of a batch whose outcome is not known yet. */
export interface BatchItem {
  readonly runId: string;
  readonly number: number;
  readonly inputTokens: number;
  readonly reservationId: string | null;
  /** Whether its run still waits for it. */
  readonly awaited: boolean;
}

/** The name of an item within its batch. */
export const itemId = ({ runId, number }: Pick<BatchItem, 'runId' | 'number'>): string => `${runId}-${number}`;

type Ports = Uses<'em'>;

export const openItems = ({ em, organizationId }: Ports, providerBatchId: string): Promise<BatchItem[]> =>
  em.execute(
    `select i.run_id as "runId", i.number, i.input_tokens as "inputTokens", i.reservation_id as "reservationId",
       r.status in (?) as awaited
     from batch_request i
     join attempt a on a.organization_id = i.organization_id and a.run_id = i.run_id and a.number = i.number
     join run r on r.organization_id = i.organization_id and r.id = i.run_id
     where i.organization_id = ? and i.provider_batch_id = ? and a.status = 'PENDING'
     order by i.run_id, i.number`,
    [UNFINISHED_RUN_STATUSES, organizationId, providerBatchId],
  );

/** The requests of these items, by the names of the items. */
export const requestsOf = async (
  { em, organizationId }: Ports,
  providerBatchId: string,
  items: readonly BatchItem[],
): Promise<readonly { readonly id: string; readonly request: Omit<ModelRequest, 'model'> }[]> => {
  const rows: (Pick<BatchItem, 'runId' | 'number'> & { readonly request: string | null })[] = await em.execute(
    `select run_id as "runId", number, request from batch_request where organization_id = ? and provider_batch_id = ?`,
    [organizationId, providerBatchId],
  );
  const wanted = new Set(items.map(itemId));
  return rows.flatMap(({ request, ...row }) => {
    const id = itemId(row);
    if (request === null || !wanted.has(id)) return [];
    return [{ id, request: JSON.parse(request) as Omit<ModelRequest, 'model'> }];
  });
};

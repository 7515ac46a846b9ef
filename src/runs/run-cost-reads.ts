import { formatUsd } from '../costs/decimal.js';
import { AppError } from '../errors/app-error.js';
import type { Uses } from '../scope/scope.js';
import type { AttemptKind } from './attempt.entity.js';

/** What calls to models came to. */
export interface Spending {
  readonly calls: number;
  /** Decimal USD of the calls whose cost is known. */
  readonly amount: string;
  /** Calls whose cost is not known, also those that may be billed without an answer: it is on top. */
  readonly unpricedCalls: number;
  /** Answers whose cost was reckoned by estimated tokens; it is in the amount. */
  readonly estimatedCalls: number;
}

export interface UsageRow extends Spending {
  /** `YYYY-MM-DD` in UTC. */
  readonly day: string;
  /** `provider/model`, as answered. */
  readonly model: string;
  /** What the calls were made for. */
  readonly purpose: AttemptKind;
  /** Calls that brought no answer. */
  readonly failedCalls: number;
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
}

const SPENDING = `count(*)::int as calls, coalesce(sum(a.cost_pusd), 0)::text as pusd,
  (count(*) filter (where a.cost_status = 'UNPRICED'))::int as "unpricedCalls",
  (count(*) filter (where a.cost_status = 'ESTIMATED'))::int as "estimatedCalls"`;

type Summed<Row extends Spending> = Omit<Row, 'amount'> & { readonly pusd: string };

const withAmount = <Row extends Spending>({ pusd, ...row }: Summed<Row>) => ({
  ...row,
  amount: formatUsd(BigInt(pusd)),
});

/** What the runs of a batch have cost so far, with every call that was made for them. */
export const batchSpending = async ({ reads }: Uses<'reads'>, batchId: string): Promise<Spending> => {
  const [row] = await reads.read<Summed<Spending>>({
    name: 'batch_spending',
    text: `select ${SPENDING} from attempt a join run r on r.organization_id = a.organization_id and r.id = a.run_id
      where r.batch_id = $1 and a.status <> 'HELD_BACK'`,
    values: [batchId],
  });
  return row ? withAmount(row) : { calls: 0, amount: '0', unpricedCalls: 0, estimatedCalls: 0 };
};

const MAX_DAYS = 366;
const tokens = (...buckets: readonly string[]): string =>
  `coalesce(sum(${buckets.map((bucket) => `(a.usage->>'${bucket}')::bigint`).join(' + ')}), 0)::float8`;

const checkRange = (from: Date, to: Date): void => {
  if (from <= to && to.getTime() - from.getTime() <= MAX_DAYS * 86_400_000) return;
  const message = `The days must be in order and ${MAX_DAYS} at most.`;
  throw new AppError('BAD_USER_INPUT', message, { path: ['from'] });
};

/**
 * Tokens and cost of all calls in a time, by day, model and purpose; newest day first, 5,000 rows at most.
 * @throws AppError BAD_USER_INPUT for a time that is too long or ends before it begins
 */
export const usageByDay = async ({ reads }: Uses<'reads'>, from: Date, to: Date): Promise<readonly UsageRow[]> => {
  checkRange(from, to);
  const rows = await reads.read<Summed<UsageRow>>({
    name: 'usage_by_day',
    plan: 'custom',
    text: `select to_char(a.created_at at time zone 'UTC', 'YYYY-MM-DD') as day,
        coalesce(split_part(a.model_asked, '/', 1) || '/' || a.model_used, a.model_asked) as model, a.kind as purpose, ${SPENDING},
        (count(*) filter (where a.status in ('ERROR', 'LOST')))::int as "failedCalls",
        ${tokens('inputUncached', 'inputCacheRead', 'inputCacheWrite')} as "inputTokens",
        ${tokens('inputCacheRead')} as "cachedInputTokens", ${tokens('outputText', 'outputReasoning')} as "outputTokens"
      from attempt a where a.created_at >= $1 and a.created_at < $2 and a.status <> 'HELD_BACK'
      group by 1, 2, 3 order by 1 desc, 2, 3 limit 5000`,
    values: [from, to],
  });
  return rows.map(withAmount);
};

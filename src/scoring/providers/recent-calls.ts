import type { Uses } from '../../scope/scope.js';

/** What an organization's calls to one provider came to. */
export interface RecentCalls {
  /** Calls of the period that brought an answer, and that failed. */
  readonly answered: number;
  readonly failed: number;
  /** In ms, of the answered; null where there are none. */
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly lastError: { readonly code: string; readonly message: string; readonly at: Date } | null;
  readonly lastAnswerAt: Date | null;
  /** Since midnight UTC, most frequent first. */
  readonly errorsToday: readonly { readonly code: string; readonly count: number }[];
  /** Model addresses asked for within a day. */
  readonly modelsAsked: readonly string[];
}

const NONE: RecentCalls = {
  answered: 0,
  failed: 0,
  p50Ms: null,
  p95Ms: null,
  lastError: null,
  lastAnswerAt: null,
  errorsToday: [],
  modelsAsked: [],
};

type Row = Omit<RecentCalls, 'lastError' | 'lastAnswerAt' | 'errorsToday'> & {
  readonly provider: string;
  readonly lastError: { readonly code: string; readonly message: string | null; readonly at: string } | null;
  readonly lastAnswerAt: string | null;
  readonly errorsToday: RecentCalls['errorsToday'] | null;
};

/** A day of calls is looked at: enough for today's errors and for the last of each. */
const STATEMENT = `
  with day as (
    select split_part(model_asked, '/', 1) as provider, model_asked, status, latency_ms, error_code, error_message,
           created_at, created_at > clock_timestamp() - $1::float8 * interval '1 minute' as recent
    from attempt where created_at > clock_timestamp() - interval '1 day'),
  codes as (
    select provider, error_code as code, count(*)::int as count from day
    where status = 'ERROR' and created_at >= date_trunc('day', clock_timestamp(), 'UTC') and error_code is not null
    group by 1, 2)
  select provider,
         count(*) filter (where recent and status = 'ANSWERED')::int as answered,
         count(*) filter (where recent and status = 'ERROR')::int as failed,
         percentile_cont(0.5) within group (order by latency_ms) filter (where recent and status = 'ANSWERED') as "p50Ms",
         percentile_cont(0.95) within group (order by latency_ms) filter (where recent and status = 'ANSWERED') as "p95Ms",
         (array_agg(json_build_object('code', error_code, 'message', error_message, 'at', created_at)
           order by created_at desc) filter (where status = 'ERROR' and error_code is not null))[1] as "lastError",
         to_json(max(created_at) filter (where status = 'ANSWERED')) as "lastAnswerAt",
         (select json_agg(json_build_object('code', code, 'count', count) order by count desc, code)
          from codes where codes.provider = day.provider) as "errorsToday",
         array_agg(distinct model_asked) as "modelsAsked"
  from day group by provider`;

const asCalls = ({ provider: _provider, lastError, lastAnswerAt, errorsToday, ...figures }: Row): RecentCalls => ({
  ...figures,
  lastError: lastError && { code: lastError.code, message: lastError.message ?? '', at: new Date(lastError.at) },
  lastAnswerAt: lastAnswerAt === null ? null : new Date(lastAnswerAt),
  errorsToday: errorsToday ?? [],
});

/** The organization's calls of the last `minutes`, by provider. */
export const recentCalls = async (
  { reads }: Uses<'reads'>,
  minutes: number,
): Promise<(provider: string) => RecentCalls> => {
  const rows = await reads.read<Row>({ name: 'provider_calls', text: STATEMENT, values: [minutes] });
  const byProvider = new Map(rows.map((row) => [row.provider, asCalls(row)]));
  return (provider) => byProvider.get(provider) ?? NONE;
};

import type { Uses } from '../scope/scope.js';

/** How the runs of a figure ended; together they are all of them. Every figure is given with these. */
export interface OutcomeCounts {
  readonly scored: number;
  readonly unscored: number;
  /** INVALID and NEEDS_REVIEW. */
  readonly invalid: number;
  readonly failed: number;
}

/** A mean over scored runs only, with the counts of all. */
export interface ScoreFigure extends OutcomeCounts {
  /** Mean overall score of the scored runs; null where there are none. */
  readonly meanOverall: number | null;
}

export interface TrendPoint extends ScoreFigure {
  /** Start of the bucket, UTC. */
  readonly start: Date;
}

export interface SummaryRow extends ScoreFigure {
  /** Id of the representative or company. */
  readonly id: string;
  readonly dimensions: readonly {
    readonly dimension: string;
    readonly mean: number | null;
    readonly scored: number;
    readonly unscored: number;
  }[];
}

export interface AnalyticsFilter {
  readonly from: Date;
  readonly to: Date;
  readonly rubric: string;
  readonly representativeId?: string | null;
  readonly companyId?: string | null;
  /** Leaves out runs whose scores are by a model that stepped in. */
  readonly excludeFallback?: boolean | null;
}

type Ports = Uses<'reads'>;

const FIGURE = `
  count(*) filter (where status = 'SCORED' and overall_outcome = 'SCORED')::int as scored,
  count(*) filter (where status = 'SCORED' and overall_outcome = 'UNSCORED')::int as unscored,
  count(*) filter (where status in ('INVALID', 'NEEDS_REVIEW'))::int as invalid,
  count(*) filter (where status = 'FAILED')::int as failed,
  avg(overall_score) filter (where status = 'SCORED' and overall_outcome = 'SCORED') as "meanOverall"`;

const ENDED = `superseded_by_id is null and status in ('SCORED', 'INVALID', 'NEEDS_REVIEW', 'FAILED')
  and call_at >= $1 and call_at < $2 and rubric_key = $3
  and ($4::uuid is null or representative_id = $4) and ($5::uuid is null or company_id = $5)
  and not ($6::boolean and fallback_used)`;

const valuesOf = ({
  from,
  to,
  rubric,
  representativeId = null,
  companyId = null,
  excludeFallback = false,
}: AnalyticsFilter) => [from, to, rubric, representativeId, companyId, excludeFallback ?? false];

/** Mean overall score and counts by day, week or month of the calls (UTC); the newest 400 buckets. */
export const trend = (
  { reads }: Ports,
  filter: AnalyticsFilter,
  bucket: 'DAY' | 'WEEK' | 'MONTH',
): Promise<TrendPoint[]> =>
  reads.read({
    name: 'analytics_trend',
    plan: 'custom',
    text: `select * from (
             select date_trunc($7, call_at, 'UTC') as start, ${FIGURE} from run where ${ENDED}
             group by 1 order by 1 desc limit 400) newest
           order by start`,
    values: [...valuesOf(filter), bucket.toLowerCase()],
  });

const SUMMARY = (column: 'representative_id' | 'company_id'): string => `
  with ended as (
    select organization_id, id, ${column}, status, overall_outcome, overall_score from run
    where ${ENDED} and ${column} is not null),
  figures as (select ${column} as id, ${FIGURE} from ended group by ${column}),
  dimensions as (
    select ${column} as id, dimension, min(position) as position, avg(value) as mean,
      count(*) filter (where outcome = 'SCORED')::int as scored, count(*) filter (where outcome = 'UNSCORED')::int as unscored
    from ended join score on score.organization_id = ended.organization_id and score.run_id = ended.id
    where ended.status = 'SCORED' group by ${column}, dimension)
  select figures.*, coalesce((
      select json_agg(json_build_object('dimension', dimension, 'mean', mean, 'scored', dimensions.scored, 'unscored', dimensions.unscored) order by position)
      from dimensions where dimensions.id = figures.id), '[]') as dimensions
  from figures order by scored desc, id limit $7`;

/** One row for each representative or company with ended runs in the period, those with most scored runs first. */
export const summaries = (
  { reads }: Ports,
  by: 'representative_id' | 'company_id',
  filter: AnalyticsFilter,
  first: number,
): Promise<SummaryRow[]> =>
  reads.read({
    name: `analytics_${by}`,
    text: SUMMARY(by),
    values: [...valuesOf(filter), first],
    plan: 'custom',
  });

import type { Uses } from '../scope/scope.js';
import type { AnalyticsFilter } from './analytics-reads.js';

/** What figures of validation are given by. */
export const VALIDATION_GROUPS = ['PROMPT_VERSION', 'MODEL', 'RULE', 'RUBRIC'] as const;
export type ValidationGroup = (typeof VALIDATION_GROUPS)[number];

export interface ValidationRow {
  /** `base@3`, a model address, `plugin/CODE` or `spin@1`. */
  readonly key: string;
  /** Ended runs. */
  readonly runs: number;
  /** Those whose judge gave a first answer. */
  readonly answered: number;
  /** First answers without any error, before repairs; by rule: without an error of this rule. */
  readonly firstPassValid: number;
  /** Runs that the next three are counted among: all of them; by rule, those whose first answer broke it. */
  readonly among: number;
  /** Asked again with what had failed. */
  readonly corrected: number;
  /** In which a fallback model was asked. */
  readonly fallback: number;
  /** Ended INVALID or NEEDS_REVIEW. */
  readonly invalid: number;
}

const KEYS: Readonly<Record<Exclude<ValidationGroup, 'RULE'>, string>> = {
  PROMPT_VERSION: `concat(spec -> 'promptVersion' ->> 'key', '@', spec -> 'promptVersion' ->> 'number')`,
  MODEL: 'model',
  RUBRIC: `concat(rubric_key, '@', rubric_version)`,
};

const MAX_ROWS = 200;

/** Superseded runs count: their answers say as much about a prompt and a model as any. */
const RUNS = (key: string): string => `
  with ended as (
    select organization_id, id, ${key} as key, status in ('INVALID', 'NEEDS_REVIEW') as invalid from run
    where status in ('SCORED', 'INVALID', 'NEEDS_REVIEW', 'FAILED')
      and call_at >= $1 and call_at < $2 and rubric_key = $3
      and ($4::uuid is null or representative_id = $4) and ($5::uuid is null or company_id = $5)
      and not ($6::boolean and fallback_used)),
  facts as (
    select ended.key, ended.invalid,
      (array_agg(violations order by number) filter (where kind = 'FIRST' and attempt.status = 'ANSWERED'))[1] as first,
      coalesce(bool_or(kind = 'CORRECTION'), false) as corrected, coalesce(bool_or(kind = 'FALLBACK'), false) as fallback
    from ended left join attempt on attempt.organization_id = ended.organization_id and attempt.run_id = ended.id
    group by ended.id, ended.key, ended.invalid)`;

const BY_RUN = (key: string): string => `${RUNS(key)}
  select key, count(*)::int as runs, count(first)::int as answered,
    count(*) filter (where first is not null and not first @> '[{"severity": "error"}]')::int as "firstPassValid",
    count(*)::int as among, count(*) filter (where corrected)::int as corrected,
    count(*) filter (where fallback)::int as fallback, count(*) filter (where invalid)::int as invalid
  from facts group by key order by runs desc, key limit ${MAX_ROWS}`;

const BY_RULE = `${RUNS(`''`)},
  total as (select count(*)::int as runs, count(first)::int as answered from facts),
  broken as (
    select rule.code, facts.* from facts cross join lateral (
      select distinct violation ->> 'code' as code from jsonb_array_elements(facts.first) violation
      where violation ->> 'severity' = 'error') rule)
  select code as key, runs, answered, answered - count(*)::int as "firstPassValid", count(*)::int as among,
    count(*) filter (where corrected)::int as corrected, count(*) filter (where fallback)::int as fallback,
    count(*) filter (where invalid)::int as invalid
  from broken cross join total group by code, runs, answered order by among desc, key limit ${MAX_ROWS}`;

/** How answers fared at their checks, by prompt version, model, rubric version or rule; the commonest first. */
export const validation = (
  { reads }: Uses<'reads'>,
  group: ValidationGroup,
  { from, to, rubric, representativeId = null, companyId = null, excludeFallback }: AnalyticsFilter,
): Promise<ValidationRow[]> =>
  reads.read({
    name: `analytics_validation_${group.toLowerCase()}`,
    text: group === 'RULE' ? BY_RULE : BY_RUN(KEYS[group]),
    values: [from, to, rubric, representativeId, companyId, excludeFallback ?? false],
    plan: 'custom',
  });

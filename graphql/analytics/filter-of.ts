import { optionalId } from '../../src/scope/global-id.js';
import type { AnalyticsFilter } from './analytics.type.js';

const DEFAULT_DAYS = 90;

/** The filter with its defaults: the last 90 days, SPIN. */
export const filterOf = (filter: AnalyticsFilter | null, now: Date) => ({
  from: filter?.from ?? new Date(now.getTime() - DEFAULT_DAYS * 86_400_000),
  to: filter?.to ?? now,
  rubric: filter?.rubric ?? 'spin',
  representativeId: optionalId('Representative', filter?.representativeId),
  companyId: optionalId('Company', filter?.companyId),
  excludeFallback: filter?.excludeFallback ?? false,
});

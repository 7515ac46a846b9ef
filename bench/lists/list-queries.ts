import { summaries, trend } from '../../src/analytics/analytics-reads.js';
import { validation, VALIDATION_GROUPS } from '../../src/analytics/validation-reads.js';
import { usageByDay } from '../../src/runs/run-cost-reads.js';
import { type RunFilter, type RunOrder, runPage } from '../../src/runs/run-reads.js';
import type { Uses } from '../../src/scope/scope.js';
import { type TranscriptFilter, transcriptPage } from '../../src/transcripts/transcript-reads.js';

export interface SampleIds {
  readonly transcriptId: string;
  readonly parentId: string;
  readonly batchId: string;
  readonly representativeId: string;
  readonly companyId: string;
  readonly sha256: string;
}

export interface NamedQuery {
  readonly name: string;
  readonly run: (scope: Uses<'reads'>) => Promise<unknown>;
}

const DAY = 86_400_000;
const PAGE = { first: 50 };
const DIRECTIONS = [true, false];

const period = (): { from: Date; to: Date } => ({ from: new Date(Date.now() - 30 * DAY), to: new Date() });

/** One of each filter of `runs`, and none. */
const runFilters = (ids: SampleIds): Required<{ [Name in keyof RunFilter]: RunFilter }> & { none: RunFilter } => ({
  none: {},
  status: { status: ['SCORED'] },
  transcriptId: { transcriptId: ids.transcriptId },
  batchId: { batchId: ids.batchId },
  representativeId: { representativeId: ids.representativeId },
  companyId: { companyId: ids.companyId },
  model: { model: 'sample/model-3' },
  excludeFallback: { excludeFallback: true },
  includeSuperseded: { includeSuperseded: false },
  rubric: { rubric: 'spin' },
  from: { from: period().from },
  to: { to: period().from },
});

/** One of each filter of `transcripts`, and none. */
const transcriptFilters = (
  ids: SampleIds,
): Required<{ [Name in keyof TranscriptFilter]: TranscriptFilter }> & { none: TranscriptFilter } => ({
  none: {},
  status: { status: ['READY'] },
  representativeId: { representativeId: ids.representativeId },
  companyId: { companyId: ids.companyId },
  externalRef: { externalRef: 'crm-7' },
  callType: { callType: 'DEMO' },
  parentId: { parentId: ids.parentId },
  qualityBelow: { qualityBelow: 0.2 },
  search: { search: 'call 7' },
  sha256: { sha256: ids.sha256 },
  from: { from: period().from },
  to: { to: period().from },
});

const ORDERS: Readonly<Record<RunOrder['field'], true>> = { CREATED_AT: true, CALL_AT: true, OVERALL: true };

/** Every filter in every order of the lists of runs and transcripts. */
export const listQueries = (ids: SampleIds): NamedQuery[] => [
  ...Object.entries(runFilters(ids)).flatMap(([filter, value]) =>
    (Object.keys(ORDERS) as RunOrder['field'][]).flatMap((field) =>
      DIRECTIONS.map((descending) => ({
        name: `runs by ${filter}, ${field} ${descending ? 'desc' : 'asc'}`,
        run: (scope: Uses<'reads'>) => runPage(scope, value, { field, descending }, PAGE),
      })),
    ),
  ),
  ...Object.entries(transcriptFilters(ids)).flatMap(([filter, value]) =>
    DIRECTIONS.map((descending) => ({
      name: `transcripts by ${filter}, CREATED_AT ${descending ? 'desc' : 'asc'}`,
      run: (scope: Uses<'reads'>) => transcriptPage(scope, value, descending, PAGE),
    })),
  ),
];

/** Every figure, of a month and of a year. */
export const analyticsQueries = (ids: SampleIds): NamedQuery[] =>
  [30, 365].flatMap((days) => {
    const filter = { from: new Date(Date.now() - days * DAY), to: new Date(), rubric: 'spin' };
    const named = (name: string, run: NamedQuery['run']): NamedQuery => ({ name: `${name}, ${days} days`, run });
    return [
      named('trend by day', (scope) => trend(scope, filter, 'DAY')),
      named('trend of a company', (scope) => trend(scope, { ...filter, companyId: ids.companyId }, 'WEEK')),
      named('summaries of representatives', (scope) => summaries(scope, 'representative_id', filter, 50)),
      named('summaries of companies', (scope) => summaries(scope, 'company_id', filter, 50)),
      ...VALIDATION_GROUPS.map((group) => named(`validation by ${group}`, (scope) => validation(scope, group, filter))),
      named('usage by day', ({ reads }) => usageByDay({ reads } as Uses<'reads'>, filter.from, filter.to)),
    ];
  });

import type { Uses } from '../../scope/scope.js';
import type { IngestionPolicy } from './ingestion-policy.entity.js';
import { DEFAULT_QUALITY_ACTION, QUALITY_ISSUE_CODES, type QualityAction, type QualityIssueCode } from '../quality.js';
import { MAX_FILE_BYTES } from '../file-limits.js';

export interface IngestionPolicyRow {
  readonly organizationId: string;
  /** The action for every known issue. */
  readonly quality: Readonly<Record<QualityIssueCode, QualityAction>>;
  readonly maxFileBytes: number | null;
  readonly maxQueued: number | null;
}

type StoredPolicy = Omit<IngestionPolicyRow, 'quality'> & Pick<IngestionPolicy, 'quality'>;

const DEFAULTS = Object.fromEntries(
  QUALITY_ISSUE_CODES.map((code) => [code, DEFAULT_QUALITY_ACTION]),
) as IngestionPolicyRow['quality'];

/** Policies by organization, with defaults for what is not set. Row-level security shows the caller its own organization only. */
export const ingestionPolicies = async (
  { reads }: Uses<'reads'>,
  ids: readonly string[],
): Promise<IngestionPolicyRow[]> => {
  const rows = await reads.read<StoredPolicy>({
    name: 'ingestion_policy',
    text: `select organization.id as "organizationId", coalesce(quality, '{}') as quality,
             max_file_bytes as "maxFileBytes", max_queued as "maxQueued"
           from organization left join ingestion_policy policy on policy.organization_id = organization.id
           where organization.id = any($1::uuid[])`,
    values: [ids],
  });
  return rows.map((row) => ({ ...row, quality: { ...DEFAULTS, ...row.quality } }));
};

/** Largest file that the organization may upload: the product's limit, or its policy's where that is less. */
export const maxFileBytes = async ({ reads }: Uses<'reads'>): Promise<number> => {
  const rows = await reads.read<{ max: number | null }>({
    name: 'max_file_bytes',
    text: `select max_file_bytes as max from ingestion_policy`,
    values: [],
  });
  return Math.min(rows[0]?.max ?? MAX_FILE_BYTES, MAX_FILE_BYTES);
};

import type { Uses } from '../scope/scope.js';
import { DEFAULT_SCORING_POLICY, type ScoringPolicy } from './scoring-policy.js';
import { ScoringPolicyVersion } from './scoring-policy-version.entity.js';

/** A version of the policy as it is read. */
export interface PolicyRow extends ScoringPolicy {
  /** 0 for the defaults, which hold until another is set. */
  readonly version: number;
  /** Null for the defaults. */
  readonly createdAt: Date | null;
}

interface StoredRow {
  readonly version: number;
  readonly document: Partial<ScoringPolicy>;
  readonly createdAt: Date;
}

const DEFAULTS: PolicyRow = { ...DEFAULT_SCORING_POLICY, version: 0, createdAt: null };

const completed = ({ version, createdAt, document }: StoredRow): PolicyRow => ({
  ...DEFAULT_SCORING_POLICY,
  ...document,
  version,
  createdAt,
});

/** The newest versions of the organization's scoring policy, newest first; the defaults where it never set one. */
export const policyVersions = async ({ reads }: Uses<'reads'>, first: number): Promise<readonly PolicyRow[]> => {
  const rows = await reads.read<StoredRow>({
    name: 'scoring_policy_versions',
    text: `select version, document, created_at as "createdAt" from scoring_policy_version
           order by version desc limit $1`,
    values: [first],
  });
  return rows.length === 0 ? [DEFAULTS] : rows.map(completed);
};

export interface CurrentPolicy {
  /** 0 for the defaults. */
  readonly version: number;
  readonly policy: ScoringPolicy;
}

/** The newest version of a policy, completed by the defaults. */
export const asCurrentPolicy = (found: Pick<ScoringPolicyVersion, 'version' | 'document'> | null): CurrentPolicy => ({
  version: found?.version ?? 0,
  policy: { ...DEFAULT_SCORING_POLICY, ...found?.document },
});

/** The organization's newest scoring policy, completed by the defaults. */
export const currentPolicy = async ({ em, organizationId }: Uses<'em'>): Promise<CurrentPolicy> =>
  asCurrentPolicy(await em.findOne(ScoringPolicyVersion, { organizationId }, { orderBy: { version: 'desc' } }));

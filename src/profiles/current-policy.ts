import type { Uses } from '../scope/scope.js';
import { ScoringPolicyVersion } from './scoring-policy-version.entity.js';
import { DEFAULT_SCORING_POLICY, type ScoringPolicy } from './scoring-policy.js';

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

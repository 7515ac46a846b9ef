import { requireRole } from '../scope/require-role.js';
import { lockOrganization } from '../access/organizations.js';
import { recordAudit } from '../audit/record-audit.js';
import { AppError } from '../errors/app-error.js';
import { inTransaction } from '../scope/in-transaction.js';
import type { Uses } from '../scope/scope.js';
import { checkScoringPolicy } from './check-scoring-policy.js';
import { currentPolicy } from './policy-reads.js';
import { ScoringPolicyVersion } from './scoring-policy-version.entity.js';
import type { ScoringPolicy } from './scoring-policy.js';

type Ports = Uses<'em' | 'actor' | 'queue' | 'live' | 'plugins' | 'requestId'>;

/** The fields of `after` that differ, as they are in `side`. */
const changedOf = (side: ScoringPolicy, before: ScoringPolicy, after: ScoringPolicy): Record<string, unknown> => {
  const fields = Object.keys(after) as (keyof ScoringPolicy)[];
  const changed = fields.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
  return Object.fromEntries(changed.map((field) => [field, side[field]]));
};

/**
 * Creates a new version of the organization's scoring policy: what is left out stays as it is. Existing runs keep the
 * version that they were started with.
 * @param expectedVersion the version that the change was made on, where it must not meet another change
 * @returns number of the current version, the same where nothing changed
 * @throws AppError FORBIDDEN, CONFLICT, BAD_USER_INPUT, MODEL_ADDRESS_INVALID, PROVIDER_UNKNOWN
 */
export const setScoringPolicy = async (
  scope: Ports,
  changes: Partial<ScoringPolicy>,
  expectedVersion: number | null = null,
): Promise<number> => {
  requireRole(scope, 'ADMIN');
  return inTransaction(scope, async (scope) => {
    const { em, organizationId, actor } = scope;
    // Two changes at once build on each other, and the versions have no gap.
    await lockOrganization(scope);
    const { version, policy } = await currentPolicy(scope);
    if (expectedVersion !== null && expectedVersion !== version) {
      const message = `The policy is at version ${version}, not ${expectedVersion}: it was changed meanwhile. Read it again.`;
      throw new AppError('CONFLICT', message, { path: ['input', 'expectedVersion'] });
    }
    const document = checkScoringPolicy(scope, { ...policy, ...changes });
    const after = changedOf(document, policy, document);
    if (Object.keys(after).length === 0) return version;
    const next = version + 1;
    em.persist(em.create(ScoringPolicyVersion, { organizationId, version: next, document, createdBy: actor.id }));
    const before = changedOf(policy, policy, document);
    const subject = { subjectType: 'Organization', subjectId: organizationId };
    recordAudit(scope, { action: 'scoringPolicy.set', ...subject, before, after: { version: next, ...after } });
    await em.flush();
    return next;
  });
};

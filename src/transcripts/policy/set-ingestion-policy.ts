import { requireRole } from '../../scope/require-role.js';
import { recordAudit } from '../../audit/record-audit.js';
import { AppError } from '../../errors/app-error.js';
import { inTransaction } from '../../scope/in-transaction.js';
import type { Uses } from '../../scope/scope.js';
import { IngestionPolicy } from './ingestion-policy.entity.js';
import { MAX_FILE_BYTES } from '../file-limits.js';

/** An omitted field is unchanged; null removes a limit. */
interface PolicyUpdate {
  /** Replaces the whole map: an issue that is not named is a warning. */
  readonly quality?: IngestionPolicy['quality'] | null | undefined;
  readonly maxFileBytes?: number | null | undefined;
  readonly maxQueued?: number | null | undefined;
}

const MAX_QUEUED = 1_000_000;

const checkLimit = (field: 'maxFileBytes' | 'maxQueued', value: number | null | undefined, max: number): void => {
  if (value === null || value === undefined || (Number.isInteger(value) && value >= 1 && value <= max)) return;
  throw new AppError('BAD_USER_INPUT', `${field} is 1 to ${max}.`, { path: ['input', field] });
};

const stateOf = ({ quality, maxFileBytes = null, maxQueued = null }: IngestionPolicy) => ({
  quality,
  maxFileBytes,
  maxQueued,
});

/** The organization's row, locked; inserted with the defaults where there is none. */
const lockPolicy = async ({ em, organizationId }: Uses<'em'>): Promise<IngestionPolicy> => {
  await em.execute('insert into ingestion_policy (organization_id) values (?) on conflict do nothing', [
    organizationId,
  ]);
  await em.execute('select 1 from ingestion_policy where organization_id = ? for update', [organizationId]);
  return em.findOneOrFail(IngestionPolicy, { organizationId }, { refresh: true });
};

/**
 * Sets the actions for quality issues and the limits of uploads. Applies to files that are uploaded or read from now on.
 * @throws AppError FORBIDDEN for actors that are not administrators, BAD_USER_INPUT
 */
export const setIngestionPolicy = async (
  scope: Uses<'em' | 'actor' | 'queue' | 'live' | 'requestId' | 'now'>,
  { quality, maxFileBytes, maxQueued }: PolicyUpdate,
): Promise<void> => {
  requireRole(scope, 'ADMIN');
  checkLimit('maxFileBytes', maxFileBytes, MAX_FILE_BYTES);
  checkLimit('maxQueued', maxQueued, MAX_QUEUED);
  await inTransaction(scope, async (scope) => {
    const policy = await lockPolicy(scope);
    const before = stateOf(policy);
    if (quality) policy.quality = quality;
    if (maxFileBytes !== undefined) policy.maxFileBytes = maxFileBytes;
    if (maxQueued !== undefined) policy.maxQueued = maxQueued;
    policy.updatedAt = scope.now();
    const entry = { action: 'ingestionPolicy.set', subjectType: 'Organization', subjectId: scope.organizationId };
    recordAudit(scope, { ...entry, before, after: stateOf(policy) });
    await scope.em.flush();
  });
};

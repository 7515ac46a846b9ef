import { advisoryLock } from '../../database/wire/commit-writes.js';
import { AppError } from '../../errors/app-error.js';
import type { Uses } from '../../scope/scope.js';

/** Default and upper limit for the transcripts of an organization that wait to be read. */
const MAX_QUEUED = 10_000;
const RETRY_AFTER_MS = 30_000;
/** Upper limit of concurrent single-file uploads: each holds a database connection. */
const MAX_SINGLES = 1_000;

type Ports = Uses<'em' | 'organizationId'>;

interface QueueLoad {
  /** Transcripts that wait to be read, and files that uploads in progress have yet to store. */
  readonly waiting: number;
  readonly quota: number;
}

/** Files of uploads in progress without an outcome yet. Interrupted uploads do not count: they may never be completed. */
const PENDING_FILES = `(select coalesce(sum(greatest(0, u.file_count - (select count(*) from upload_file f
    where f.organization_id = u.organization_id and f.upload_id = u.id))), 0)::int
  from upload u where u.organization_id = ? and u.status = 'ACCEPTING' and u.lease_until > clock_timestamp())`;

const queueLoad = async ({ em, organizationId }: Ports): Promise<QueueLoad> => {
  const rows: { waiting: number; max: number | null }[] = await em.execute(
    `select (select max_queued from ingestion_policy) as max, count(*)::int + ${PENDING_FILES} as waiting
     from (select 1 from transcript where status in ('QUEUED', 'NORMALIZING') limit ${MAX_QUEUED}) queued`,
    [organizationId],
  );
  const { waiting = 0, max = null } = rows[0] ?? {};
  return { waiting, quota: Math.min(max ?? MAX_QUEUED, MAX_QUEUED) };
};

/** Serializes uploads of the organization until the transaction ends: files of uncommitted ones are not visible yet. */
const lockQueue = ({ em, organizationId }: Ports): Promise<void> => advisoryLock(em, `${organizationId} room`);

/**
 * Checks that so many more transcripts may wait to be read. Concurrent uploads are serialized, so that together they keep the quota; a single
 * file far below the quota needs no lock.
 * @throws AppError QUOTA_EXCEEDED
 */
export const checkQueueQuota = async (scope: Ports, count: number): Promise<void> => {
  if (count === 1) {
    const { waiting, quota } = await queueLoad(scope);
    if (waiting + MAX_SINGLES <= quota) return;
  }
  await lockQueue(scope);
  const { waiting, quota } = await queueLoad(scope);
  if (waiting + count <= quota) return;
  const message =
    count > quota
      ? `${quota} transcripts may wait to be read; this upload has ${count}. Send it in smaller parts.`
      : `${waiting} transcripts wait to be read, of at most ${quota}. Send the upload again when some are done.`;
  throw new AppError('QUOTA_EXCEEDED', message, { retryable: count <= quota, retryAfterMs: RETRY_AFTER_MS });
};

import { advisoryLock } from '../../database/wire/defer-lock.js';
import { AppError } from '../../errors/app-error.js';
import type { Uses } from '../../scope/scope.js';

/** How many transcripts of an organization may wait to be read, where its policy says nothing. */
const MAX_QUEUED = 10_000;
const RETRY_AFTER_MS = 30_000;
/** More uploads of one file than this never run at the same moment: each holds a connection to the database. */
const MAX_SINGLES = 1_000;

type Ports = Uses<'em' | 'organizationId'>;

interface Room {
  /** Transcripts that wait to be read, and files that uploads under way have still to take. */
  readonly waiting: number;
  readonly quota: number;
}

/** Files that came and were not taken yet; of an upload that was left nobody knows whether they will be. */
const COMING = `(select coalesce(sum(greatest(0, u.file_count - (select count(*) from upload_file f
    where f.organization_id = u.organization_id and f.upload_id = u.id))), 0)::int
  from upload u where u.organization_id = ? and u.status = 'ACCEPTING' and u.lease_until > clock_timestamp())`;

const look = async ({ em, organizationId }: Ports): Promise<Room> => {
  const rows: { waiting: number; most: number | null }[] = await em.execute(
    `select (select max_queued from ingestion_policy) as most, count(*)::int + ${COMING} as waiting
     from (select 1 from transcript where status in ('QUEUED', 'NORMALIZING') limit ${MAX_QUEUED}) queued`,
    [organizationId],
  );
  const { waiting = 0, most = null } = rows[0] ?? {};
  return { waiting, quota: Math.min(most ?? MAX_QUEUED, MAX_QUEUED) };
};

/** Waits for whoever else of the organization may bring what cannot be seen yet, to the end of the caller's transaction. */
const takeTurn = ({ em, organizationId }: Ports): Promise<void> => advisoryLock(em, `${organizationId} room`);

/**
 * Whether so many more transcripts may wait to be read. Uploads at the same moment take turns, so that together they keep to
 * the quota; one file, while there is plenty of room, need not.
 * @throws AppError QUOTA_EXCEEDED
 */
export const checkQueueQuota = async (scope: Ports, count: number): Promise<void> => {
  if (count === 1) {
    const { waiting, quota } = await look(scope);
    if (waiting + MAX_SINGLES <= quota) return;
  }
  await takeTurn(scope);
  const { waiting, quota } = await look(scope);
  if (waiting + count <= quota) return;
  const message =
    count > quota
      ? `${quota} transcripts may wait to be read; this upload has ${count}. Send it in smaller parts.`
      : `${waiting} transcripts wait to be read, of at most ${quota}. Send the upload again when some are done.`;
  throw new AppError('QUOTA_EXCEEDED', message, { retryable: count <= quota, retryAfterMs: RETRY_AFTER_MS });
};

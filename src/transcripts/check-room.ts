import { AppError } from '../errors/app-error.js';
import type { Uses } from '../scope/scope.js';

/** How many transcripts of an organization may wait to be read, where its policy says nothing. */
const MAX_QUEUED = 10_000;
const RETRY_AFTER_MS = 30_000;

/**
 * Whether so many more transcripts may wait to be read. Uploads at the same moment do not see each other: the quota may be passed by what
 * they bring.
 * @throws AppError QUOTA_EXCEEDED
 */
export const checkRoom = async ({ em }: Uses<'em'>, count: number): Promise<void> => {
  const rows: { waiting: number; most: number | null }[] = await em.execute(
    `select (select max_queued from ingestion_policy) as most, count(*)::int as waiting
     from (select 1 from transcript where status in ('QUEUED', 'NORMALIZING') limit ${MAX_QUEUED}) queued`,
  );
  const { waiting = 0, most = null } = rows[0] ?? {};
  const quota = Math.min(most ?? MAX_QUEUED, MAX_QUEUED);
  if (waiting + count <= quota) return;
  const message =
    count > quota
      ? `${quota} transcripts may wait to be read; this upload has ${count}. Send it in smaller parts.`
      : `${waiting} transcripts wait to be read, of at most ${quota}. Send the upload again when some are done.`;
  throw new AppError('QUOTA_EXCEEDED', message, { retryable: count <= quota, retryAfterMs: RETRY_AFTER_MS });
};

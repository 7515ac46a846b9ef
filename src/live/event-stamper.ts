import type pg from 'pg';
import { prepareOnce } from '../database/wire/prepare-once.js';
import type { Logger } from '../logging/logger.js';
import { openWakeableLoop, type WakeableLoop } from '../queue/wakeable-loop.js';

/** Channel on which stamped events are announced; the payload is the organization's id. */
export const EVENT_CHANNEL = 'debrief_event';
const BATCH = 500;
/** Not noticeable for subscribers, and under load one round stamps the events of several. */
const REST_MS = 40;
const STAMPING_LOCK = 4_857_203;

const STAMP = `
  with fresh as (
    select organization_id, id, row_number() over (partition by organization_id order by position) as nth
    from (select organization_id, id, position from event where sequence is null order by position limit ${BATCH}) oldest
  ), counted as (
    insert into event_counter as counter (organization_id, last)
    select organization_id, max(nth) from fresh group by organization_id
    on conflict (organization_id) do update set last = counter.last + excluded.last
    returning organization_id, last
  ), totals as (
    select counted.organization_id, counted.last - max(fresh.nth) as before
    from counted join fresh using (organization_id) group by counted.organization_id, counted.last
  ), stamped as (
    update event set sequence = totals.before + fresh.nth
    from fresh join totals using (organization_id)
    where event.organization_id = fresh.organization_id and event.id = fresh.id
    returning event.organization_id
  )
  select count(*)::int as count, pg_notify('${EVENT_CHANNEL}', organization_id::text) from stamped group by organization_id`;

/**
 * One message, and so one transaction. One stamper at a time. Index lookups are forced: a plan that was made while the table was small
 * would scan all of it in every round.
 */
const ROUND = `set local enable_seqscan = off; set local enable_hashjoin = off; set local enable_mergejoin = off;
  select pg_advisory_xact_lock(${STAMPING_LOCK}); execute event_stamp`;

interface EventStamperOptions {
  /** Pool of the courier role. */
  readonly pool: pg.Pool;
  readonly logger: Logger;
}

/**
 * Gives committed events their sequence: strictly increasing per organization, none missing. One stamper at a time (an
 * advisory lock), so writers never wait for each other on a counter.
 */
export const openEventStamper = ({ pool, logger }: EventStamperOptions): WakeableLoop => {
  const prepare = prepareOnce('event_stamp', STAMP);
  const work = async (): Promise<boolean> => {
    const client = await pool.connect();
    try {
      await prepare(client);
      const answers = (await client.query(ROUND)) as unknown as pg.QueryResult<{ count: number }>[];
      const counts = answers.at(-1)?.rows ?? [];
      return counts.reduce((sum, { count }) => sum + count, 0) === BATCH;
    } finally {
      client.release();
    }
  };
  return openWakeableLoop({ name: 'event stamper', work, everyMs: 500, restMs: REST_MS, logger });
};

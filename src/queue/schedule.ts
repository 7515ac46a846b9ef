import { CronExpressionParser } from 'cron-parser';

/** When a job is due, once for each organization: at an interval, or by a cron expression in UTC. */
export type Schedule = { readonly everyMs: number } | { readonly cron: string };

const MIN_EVERY_MS = 1_000;

/** One text for one schedule, by which a changed one is noticed. */
export const ruleOf = (schedule: Schedule): string =>
  'cron' in schedule ? `cron ${schedule.cron}` : `every ${schedule.everyMs} ms`;

/**
 * The first time after `now` at which the schedule is due. An interval keeps its beat: it is counted from `due`, the
 * time that was due last, so that ticks missed while no process ran are left out.
 */
export const nextTick = (schedule: Schedule, { due, now }: { readonly due: Date; readonly now: Date }): Date => {
  if ('cron' in schedule)
    return CronExpressionParser.parse(schedule.cron, { currentDate: now, tz: 'UTC' }).next().toDate();
  const beats = Math.floor((now.getTime() - due.getTime()) / schedule.everyMs) + 1;
  return new Date(due.getTime() + Math.max(beats, 1) * schedule.everyMs);
};

/** @throws Error for a schedule that names no time */
export const checkSchedule = (job: string, schedule: Schedule): void => {
  if ('cron' in schedule) CronExpressionParser.parse(schedule.cron, { tz: 'UTC' });
  else if (!Number.isInteger(schedule.everyMs) || schedule.everyMs < MIN_EVERY_MS)
    throw new Error(`Job ${job}: an interval has at least ${MIN_EVERY_MS} ms.`);
};

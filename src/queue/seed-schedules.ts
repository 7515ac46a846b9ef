import type { EntityManager } from '@mikro-orm/postgresql';
import type { Job } from './job.js';
import { JobSchedule } from './job-schedule.entity.js';
import { nextTick, ruleOf } from './schedule.js';

/**
 * Brings the table of schedules in line with the declared jobs; run as the owner, with every migration. A schedule that
 * did not change keeps its time, a changed one is counted from `now`, and one that is no longer declared is deleted.
 */
export const seedSchedules = async (em: EntityManager, jobs: readonly Job[], now = new Date()): Promise<void> => {
  const known = new Map((await em.find(JobSchedule, {})).map((row) => [row.job, row]));
  for (const { name, schedule } of jobs) {
    if (!schedule) continue;
    const rule = ruleOf(schedule);
    const row = known.get(name);
    known.delete(name);
    if (row?.rule === rule) continue;
    const nextAt = nextTick(schedule, { due: now, now });
    if (row) em.assign(row, { rule, nextAt });
    else em.persist(em.create(JobSchedule, { job: name, rule, nextAt }));
  }
  for (const gone of known.values()) em.remove(gone);
  await em.flush();
};

import { defineEntity, p } from '@mikro-orm/postgresql';

/** When a scheduled job is due. Table of no organization: a tick is for all of them. */
const JobScheduleSchema = defineEntity({
  name: 'JobSchedule',
  tableName: 'job_schedule',
  properties: {
    job: p.text().primary(),
    /** The schedule as a text, by which a changed one is noticed. */
    rule: p.text(),
    nextAt: p.datetime(),
    lastAt: p.datetime().nullable(),
  },
});

export class JobSchedule extends JobScheduleSchema.class {}
JobScheduleSchema.setClass(JobSchedule);

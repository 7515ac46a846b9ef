import type { TableModule } from '../database/table-module.js';
import { DeadLetter } from './dead-letter.entity.js';
import { JobSchedule } from './job-schedule.entity.js';
import { OutboxEntry } from './outbox-entry.entity.js';

export const queueModule: TableModule = {
  entities: [DeadLetter, JobSchedule, OutboxEntry],
  grants: {
    job_schedule: { app: 'select', courier: 'select, update (next_at, last_at)' },
    outbox: { app: 'select, insert, delete', courier: 'select, update, delete, insert' },
  },
};

import type { TableModule } from '../database/table-module.js';
import { DeadLetter } from './dead-letter.entity.js';
import { OutboxEntry } from './outbox-entry.entity.js';

export const queueModule: TableModule = {
  entities: [DeadLetter, OutboxEntry],
  grants: { outbox: { app: 'select, insert, delete', courier: 'select, update, delete, insert' } },
};

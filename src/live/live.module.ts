import type { TableModule } from '../database/table-module.js';
import { Event, EventCounter } from './event.entity.js';

export const liveModule: TableModule = {
  entities: [Event, EventCounter],
  grants: {
    // The courier numbers events and sees none of their contents.
    event: {
      app: 'select, insert, update (payload)',
      courier: 'select (organization_id, id, position, sequence), update (sequence)',
    },
    event_counter: { app: 'select', courier: 'select, insert, update' },
  },
};

import type { RoomModule } from '../scope/room-module.js';
import { Company } from './company.entity.js';
import { Representative } from './representative.entity.js';

export const peopleModule: RoomModule = {
  entities: [Company, Representative],
  grants: {
    company: { app: 'select, insert, update' },
    representative: { app: 'select, insert, update' },
  },
};

import type { RoomModule } from '../scope/room-module.js';
import { RubricVersion } from './rubric-version.entity.js';

export const rubricsModule: RoomModule = {
  entities: [RubricVersion],
  grants: { platform_rubric_version: { app: 'select' } },
};

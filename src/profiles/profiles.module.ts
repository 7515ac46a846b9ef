import type { RoomModule } from '../scope/room-module.js';
import { ScoringPolicyVersion } from './scoring-policy-version.entity.js';

export const profilesModule: RoomModule = { entities: [ScoringPolicyVersion] };

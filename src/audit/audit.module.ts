import type { RoomModule } from '../scope/room-module.js';
import { AuditEntry } from './audit-entry.entity.js';

export const auditModule: RoomModule = { entities: [AuditEntry] };

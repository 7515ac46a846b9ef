import { defineEntity, p } from '@mikro-orm/postgresql';
import { tenantPolicy } from '../database/tenant-policy.js';

/** Who did what to which thing. Outlives its actors and subjects, hence ids without foreign keys. */
const AuditEntrySchema = defineEntity({
  name: 'AuditEntry',
  tableName: 'audit_entry',
  ...tenantPolicy('audit_entry'),
  indexes: [{ name: 'audit_entry_subject', properties: ['organizationId', 'subjectId'] }],
  properties: {
    organizationId: p.uuid().primary(),
    id: p.uuid().primary(),
    actorKind: p.text().$type<'API_KEY' | 'SYSTEM'>(),
    actorId: p.text().nullable(),
    action: p.text(),
    subjectType: p.text(),
    subjectId: p.uuid(),
    before: p.json<Record<string, unknown>>().nullable(),
    after: p.json<Record<string, unknown>>().nullable(),
    requestId: p.text().nullable(),
    createdAt: p.datetime().defaultRaw('clock_timestamp()'),
  },
});

export class AuditEntry extends AuditEntrySchema.class {}
AuditEntrySchema.setClass(AuditEntry);

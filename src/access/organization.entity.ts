import { defineEntity, p } from '@mikro-orm/postgresql';
import { tenantPolicy } from '../database/tenant-policy.js';

const OrganizationSchema = defineEntity({
  name: 'Organization',
  tableName: 'organization',
  ...tenantPolicy('organization', { column: 'id', courier: 'select' }),
  properties: {
    id: p.uuid().primary(),
    name: p.text(),
    /** Domains of the organization's own e-mail addresses: who writes from one of them is on our side. */
    emailDomains: p.array().default([]),
    createdAt: p.datetime().defaultRaw('clock_timestamp()'),
  },
});

export class Organization extends OrganizationSchema.class {}
OrganizationSchema.setClass(Organization);

import { defineEntity, p } from '@mikro-orm/postgresql';
import { tenantPolicy } from '../database/tenant-policy.js';

const CompanySchema = defineEntity({
  name: 'Company',
  tableName: 'company',
  ...tenantPolicy('company'),
  indexes: [{ name: 'company_name', properties: ['organizationId', 'nameKey'] }],
  uniques: [{ name: 'company_identity', properties: ['organizationId', 'identity'] }],
  properties: {
    organizationId: p.uuid().primary(),
    id: p.uuid().primary(),
    name: p.text(),
    /** The name folded: its spellings share it. */
    nameKey: p.text().default(''),
    /** The folded name under which it was first seen; it stays when the name changes. */
    identity: p.text(),
    /** The one that this one turned out to be; it then takes the place of this one everywhere. */
    mergedIntoId: p.uuid().nullable(),
    confirmed: p.boolean().default(false),
    createdAt: p.datetime().defaultRaw('clock_timestamp()'),
  },
});

export class Company extends CompanySchema.class {}
CompanySchema.setClass(Company);

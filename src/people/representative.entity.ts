import { defineEntity, p } from '@mikro-orm/postgresql';
import { tenantPolicy } from '../database/tenant-policy.js';

const RepresentativeSchema = defineEntity({
  name: 'Representative',
  tableName: 'representative',
  ...tenantPolicy('representative'),
  indexes: [
    { name: 'representative_name', properties: ['organizationId', 'nameKey'] },
    { name: 'representative_email', properties: ['organizationId', 'email'] },
  ],
  uniques: [{ name: 'representative_identity', properties: ['organizationId', 'identity'] }],
  properties: {
    organizationId: p.uuid().primary(),
    id: p.uuid().primary(),
    name: p.text(),
    /** The name folded: its spellings share it. */
    nameKey: p.text().default(''),
    /** In lower case. */
    email: p.text().nullable(),
    /** What the mention shared that made the row, `email:…` or `name:…` folded; it stays when name and address change. */
    identity: p.text(),
    /** The one that this one turned out to be; it then takes the place of this one everywhere. */
    mergedIntoId: p.uuid().nullable(),
    /** False while the person is known from a transcript only. */
    confirmed: p.boolean().default(false),
    createdAt: p.datetime().defaultRaw('clock_timestamp()'),
  },
});

export class Representative extends RepresentativeSchema.class {}
RepresentativeSchema.setClass(Representative);

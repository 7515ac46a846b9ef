import { defineEntity, p } from '@mikro-orm/postgresql';
import { tenantPolicy } from '../database/tenant-policy.js';

const RepresentativeSchema = defineEntity({
  name: 'Representative',
  tableName: 'representative',
  ...tenantPolicy('representative'),
  uniques: [{ name: 'representative_identity', properties: ['organizationId', 'identity'] }],
  properties: {
    organizationId: p.uuid().primary(),
    id: p.uuid().primary(),
    name: p.text(),
    email: p.text().nullable(),
    /** What two mentions of one person share: `email:…`, or `name:…` folded where no address is known. */
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

import { defineEntity, p } from '@mikro-orm/postgresql';
import { tenantPolicy } from '../database/tenant-policy.js';

/** Which representative speaks under a label of a transcript; a call may have several. */
const TranscriptRepresentativeSchema = defineEntity({
  name: 'TranscriptRepresentative',
  tableName: 'transcript_representative',
  ...tenantPolicy('transcript_representative'),
  indexes: [{ name: 'transcript_representative_person', properties: ['organizationId', 'representativeId'] }],
  properties: {
    organizationId: p.uuid().primary(),
    transcriptId: p.uuid().primary(),
    /** Label of the participant, as in the normalized transcript. */
    speakerLabel: p.text().primary(),
    /** Null where a person said that the speaker is not a known representative. */
    representativeId: p.uuid().nullable(),
    /** True where a person assigned it; later normalizations keep it. */
    assigned: p.boolean().default(false),
  },
});

export class TranscriptRepresentative extends TranscriptRepresentativeSchema.class {}
TranscriptRepresentativeSchema.setClass(TranscriptRepresentative);

import { defineEntity, p } from '@mikro-orm/postgresql';
import { tenantPolicy } from '../database/tenant-policy.js';
import type { ScoringPolicy } from './scoring-policy.js';

/** One state of an organization's scoring policy; the highest version is the current one. */
const ScoringPolicyVersionSchema = defineEntity({
  name: 'ScoringPolicyVersion',
  tableName: 'scoring_policy_version',
  ...tenantPolicy('scoring_policy_version'),
  properties: {
    organizationId: p.uuid().primary(),
    version: p.integer().primary(),
    document: p.json<ScoringPolicy>(),
    /** Id of the API key that set it. */
    createdBy: p.text().nullable(),
    createdAt: p.datetime().defaultRaw('clock_timestamp()'),
  },
});

export class ScoringPolicyVersion extends ScoringPolicyVersionSchema.class {}
ScoringPolicyVersionSchema.setClass(ScoringPolicyVersion);

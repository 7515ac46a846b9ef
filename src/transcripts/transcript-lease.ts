import type { LeasedRow } from '../queue/lease.js';

export const UNFINISHED_TRANSCRIPT_STATUSES = ['QUEUED', 'NORMALIZING'] as const;

export const transcriptLease = (organizationId: string, id: string): LeasedRow => ({
  table: 'transcript',
  organizationId,
  id,
  unfinished: UNFINISHED_TRANSCRIPT_STATUSES,
});

export const RUN_STATUSES = [
  'QUEUED',
  'SCORING',
  'VALIDATING',
  'CORRECTING',
  'SCORED',
  'INVALID',
  'NEEDS_REVIEW',
  'FAILED',
  'CANCELLED',
] as const;

export type RunStatus = (typeof RUN_STATUSES)[number];

export const ENDED_RUN_STATUSES = ['SCORED', 'INVALID', 'NEEDS_REVIEW', 'FAILED', 'CANCELLED'] as const;

export const hasEnded = (status: RunStatus): boolean => (ENDED_RUN_STATUSES as readonly RunStatus[]).includes(status);

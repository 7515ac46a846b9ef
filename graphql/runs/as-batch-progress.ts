import type { BatchProgress as ReadProgress } from '../../src/runs/batch-reads.js';
import { toGlobalId } from '../../src/scope/global-id.js';
import type { BatchProgress } from './batch.type.js';

export const asBatchProgress = (read: ReadProgress): BatchProgress => ({
  ...read,
  batchId: toGlobalId('Batch', read.batchId),
  counts: read.counts as BatchProgress['counts'],
});

import type { Job } from '../queue/job.js';
import type { Watched } from '../queue/reconciler.js';
import { deliverBatchJob } from '../runs/economy/deliver-batch.job.js';
import { UNFINISHED_PROVIDER_BATCH_STATUSES } from '../runs/economy/provider-batch-lease.js';
import { UNFINISHED_RUN_STATUSES } from '../runs/run-lease.js';
import { repeatScoringJob } from '../runs/repeat-scoring.job.js';
import { scoreRunJob } from '../runs/score-run.job.js';
import { speakersCorrectedJob } from '../transcripts/speakers-corrected.job.js';
import { normalizeTranscriptJob, UNFINISHED_TRANSCRIPT_STATUSES } from '../transcripts/normalize-transcript.job.js';
import { transcriptReadyJob } from '../transcripts/transcript-ready.job.js';

/** Every kind of job. */
export const jobs = [
  normalizeTranscriptJob,
  transcriptReadyJob,
  speakersCorrectedJob,
  scoreRunJob,
  repeatScoringJob,
  deliverBatchJob,
] as readonly Job<never>[];

/** What must reach an end, and the job that brings it there. */
export const watched: readonly Watched[] = [
  {
    table: 'transcript',
    job: normalizeTranscriptJob.name,
    idField: 'transcriptId',
    unfinished: UNFINISHED_TRANSCRIPT_STATUSES,
  },
  { table: 'run', job: scoreRunJob.name, idField: 'runId', unfinished: UNFINISHED_RUN_STATUSES },
  {
    table: 'provider_batch',
    job: deliverBatchJob.name,
    idField: 'providerBatchId',
    unfinished: UNFINISHED_PROVIDER_BATCH_STATUSES,
  },
];

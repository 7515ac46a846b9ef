import { deliverBatchJob, providerBatchLease } from '../runs/economy/deliver-batch.job.js';
import { repeatScoringJob, runLease, scoreRunJob } from '../runs/score-run.job.js';
import { jobWork, type RoomModule } from '../scope/room-module.js';
import { deliverBatch, giveUpBatch } from './economy/deliver-batch.js';
import { giveUpRun } from './give-up-run.js';
import { repeatScoring } from './repeats/repeat-scoring.js';
import { scoreRun } from './score-run.js';

export const scoringModule: RoomModule = {
  handlers: () => [
    jobWork(scoreRunJob, {
      handle: (scope, { runId }, { signal }) => scoreRun(scope, runId, signal),
      lease: ({ organizationId, runId }) => runLease(organizationId, runId),
      giveUp: (scope, { runId }, failure) => giveUpRun(scope, runId, failure),
    }),
    jobWork(deliverBatchJob, {
      handle: (scope, { providerBatchId }, { signal }) => deliverBatch(scope, providerBatchId, signal),
      lease: ({ organizationId, providerBatchId }) => providerBatchLease(organizationId, providerBatchId),
      giveUp: (scope, { providerBatchId }, failure) => giveUpBatch(scope, providerBatchId, failure),
    }),
    jobWork(repeatScoringJob, {
      handle: (scope, { runId }, { signal }) => repeatScoring(scope, runId, signal),
      // The run has its scores; that their stability is unknown shows in the missing mark.
      giveUp: () => Promise.resolve(true),
    }),
  ],
};

import { callCostHook, spendingHook } from '../costs/budgets/spending-hooks.js';
import type { AppError } from '../errors/app-error.js';
import { peopleMergedHook } from '../people/merge-people.js';
import { LEASE_COURIER_GRANT } from '../queue/lease.js';
import { onHook } from '../scope/hook.js';
import { jobWork, type RoomModule } from '../scope/room-module.js';
import type { Scope } from '../scope/scope.js';
import { transcriptDeletedHook } from '../transcripts/deleting/transcript-deleted-hook.js';
import { speakersCorrectedJob, transcriptReadyJob } from '../transcripts/transcript.jobs.js';
import { companyChangedHook, representativeChangedHook, transcriptReadHook } from '../transcripts/transcript-hooks.js';
import { Attempt } from './attempt.entity.js';
import { Batch } from './batch.entity.js';
import { BatchRequest, ProviderBatch } from './economy/provider-batch.entity.js';
import { deleteRuns } from './delete-runs.js';
import { deliverBatchJob, providerBatchLease } from './economy/deliver-batch.job.js';
import { moveRunsToCompany, reassignRuns, repointRuns, spendingOfCalls, storedCallCost } from './run-hooks.js';
import { repeatScoringJob, runLease, scoreRunJob } from './score-run.job.js';
import { Run } from './run.entity.js';
import { Score } from './score.entity.js';
import { recordScoringNotStarted } from '../transcripts/requested-scoring.js';
import { rescoreCorrected, startRunOfReadyTranscript } from './starting/transcript-handlers.js';

const giveUpScoring = async (
  scope: Scope,
  { transcriptId }: { readonly transcriptId: string },
  failure: AppError,
): Promise<boolean> => {
  await recordScoringNotStarted(scope, transcriptId, failure);
  return true;
};

export const runsModule: RoomModule = {
  entities: [Attempt, Batch, BatchRequest, ProviderBatch, Run, Score],
  grants: {
    attempt: { app: 'select, insert, update, delete' },
    batch_request: { app: 'select, insert, update (request, reservation_id), delete' },
    provider_batch: { app: 'select, insert, update', courier: LEASE_COURIER_GRANT },
    run: { app: 'select, insert, update, delete', courier: LEASE_COURIER_GRANT },
    score: { app: 'select, insert, delete' },
  },
  jobs: [scoreRunJob, repeatScoringJob, deliverBatchJob],
  watched: [
    { lease: runLease, job: scoreRunJob, idField: 'runId' },
    { lease: providerBatchLease, job: deliverBatchJob, idField: 'providerBatchId' },
  ],
  handlers: () => [
    jobWork(transcriptReadyJob, {
      handle: (scope, { transcriptId }) => startRunOfReadyTranscript(scope, transcriptId),
      giveUp: giveUpScoring,
    }),
    jobWork(speakersCorrectedJob, {
      handle: (scope, { transcriptId }) => rescoreCorrected(scope, transcriptId),
      giveUp: giveUpScoring,
    }),
  ],
  hooks: [
    onHook(companyChangedHook, moveRunsToCompany),
    onHook(callCostHook, storedCallCost),
    onHook(peopleMergedHook, repointRuns),
    onHook(representativeChangedHook, reassignRuns),
    onHook(spendingHook, spendingOfCalls),
    onHook(transcriptDeletedHook, deleteRuns),
    onHook(transcriptReadHook, (scope, { transcriptId }) => startRunOfReadyTranscript(scope, transcriptId)),
  ],
};

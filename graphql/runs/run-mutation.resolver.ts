import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { cancelBatch, cancelRun } from '../../src/runs/cancel-runs.js';
import { contestRun, retryRun } from '../../src/runs/starting/repeat-run.js';
import type { SpecChoice } from '../../src/runs/starting/resolve-spec.js';
import { startBatch } from '../../src/runs/starting/start-batch.js';
import { startAndWait } from '../../src/runs/starting/wait-for-run.js';
import type { Context } from '../context.js';
import { fromGlobalId } from '../../src/scope/global-id.js';
import { payload } from '../user-error.type.js';
import { Delivery } from './run-spec.type.js';
import {
  CancelBatchInput,
  CancelBatchPayload,
  ContestRunInput,
  RetryRunInput,
  RunInput,
  RunPayload,
  StartBatchInput,
  StartBatchPayload,
  StartRunInput,
  StartRunPayload,
} from './run-mutation.type.js';
import { batchLoader, runLoader } from './runs.loaders.js';

const choiceOf = ({ rubric, model, promptVersionId }: StartRunInput | StartBatchInput): SpecChoice => ({
  rubric: rubric ?? null,
  model: model ?? null,
  promptVersionId: promptVersionId
    ? fromGlobalId('PromptVersion', promptVersionId, ['input', 'promptVersionId'])
    : null,
});

const transcriptOf = (globalId: string, field: string): string =>
  fromGlobalId('Transcript', globalId, ['input', field]);
const runOf = ({ runId }: RunInput): string => fromGlobalId('Run', runId, ['input', 'runId']);

@Resolver()
export class RunMutationResolver {
  @Mutation(() => StartRunPayload, {
    description: 'Starts a scoring of a transcript, and waits for its end where mode and policy say so.',
  })
  startRun(
    @Ctx() { scope, loaders, ...waiting }: Context,
    @Arg('input', () => StartRunInput, { description: 'What to score, and how.' }) input: StartRunInput,
  ): Promise<StartRunPayload> {
    return payload(async () => {
      const { subject = null, reuse = null, idempotencyKey = null, mode = null, waitMs = null } = input;
      const transcriptId = transcriptOf(input.transcriptId, 'transcriptId');
      const wanted = { transcriptId, subject, reuse, idempotencyKey, choice: choiceOf(input) };
      const started = await startAndWait(scope, waiting, wanted, { mode, waitMs });
      return { run: await loaders.load(runLoader, started.runId), mode: started.mode, modeReason: started.because };
    });
  }

  @Mutation(() => StartBatchPayload, { description: 'Queues a scoring of each of these transcripts, all or none.' })
  startBatch(
    @Ctx() { scope, loaders }: Context,
    @Arg('input', () => StartBatchInput, { description: 'What to score, and how.' }) input: StartBatchInput,
  ): Promise<StartBatchPayload> {
    return payload(async () => {
      const { name, reuse = null, idempotencyKey = null } = input;
      const transcriptIds = input.transcriptIds.map((id) => transcriptOf(id, 'transcriptIds'));
      // The default is left out, as before there was a choice, so that an older idempotency key still finds its batch.
      const economy = input.delivery === Delivery.ECONOMY ? { delivery: input.delivery } : {};
      const choice = { ...choiceOf(input), ...economy };
      const id = await startBatch(scope, { name, transcriptIds, reuse, idempotencyKey, choice });
      return { batch: await loaders.load(batchLoader, id) };
    });
  }

  @Mutation(() => RunPayload, { description: 'Ends a run that has not ended.' })
  cancelRun(
    @Ctx() { scope, loaders }: Context,
    @Arg('input', () => RunInput, { description: 'Which run.' }) input: RunInput,
  ): Promise<RunPayload> {
    return payload(async () => {
      const id = runOf(input);
      await cancelRun(scope, id);
      return { run: await loaders.load(runLoader, id) };
    });
  }

  @Mutation(() => CancelBatchPayload, { description: 'Ends all runs of a batch that have not ended.' })
  cancelBatch(
    @Ctx() { scope, loaders }: Context,
    @Arg('input', () => CancelBatchInput, { description: 'Which batch.' }) input: CancelBatchInput,
  ): Promise<CancelBatchPayload> {
    return payload(async () => {
      const id = fromGlobalId('Batch', input.batchId, ['input', 'batchId']);
      const cancelled = await cancelBatch(scope, id);
      return { batch: await loaders.load(batchLoader, id), cancelled };
    });
  }

  @Mutation(() => RunPayload, { description: 'Queues a new run with the spec of one that ended; both are kept.' })
  retryRun(
    @Ctx() { scope, loaders }: Context,
    @Arg('input', () => RetryRunInput, { description: 'Which run.' }) input: RetryRunInput,
  ): Promise<RunPayload> {
    return payload(async () => {
      const id = await retryRun(scope, runOf(input), input.idempotencyKey);
      return { run: await loaders.load(runLoader, id) };
    });
  }

  @Mutation(() => RunPayload, {
    description:
      'Queues a new run that is judged by the panel of the scoring policy; both runs are kept, the new one is current.',
  })
  contestRun(
    @Ctx() { scope, loaders }: Context,
    @Arg('input', () => ContestRunInput, { description: 'Which run.' }) input: ContestRunInput,
  ): Promise<RunPayload> {
    return payload(async () => {
      const id = await contestRun(scope, runOf(input), input.idempotencyKey);
      return { run: await loaders.load(runLoader, id) };
    });
  }
}

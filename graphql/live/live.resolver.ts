import { Arg, ID, Int, Resolver, Root, Subscription } from 'type-graphql';
import { eventStream, latestEvent } from '../../src/live/event-stream.js';
import type { StampedEvent } from '../../src/live/live-event.js';
import { abortableIterator } from '../../src/live/follow.js';
import type { LiveContext } from '../context.js';
import { fromGlobalId } from '../../src/scope/global-id.js';
import { BatchProgress } from '../runs/batch.type.js';
import { organizationEventOf } from './as-live-event.js';
import { batchStream } from './batch-stream.js';
import { OrganizationEvent, RunEvent } from './live.type.js';
import { runStream } from './run-stream.js';

interface Request<Args> {
  readonly args: Args;
  readonly context: LiveContext;
}

async function* organizationStream(
  { scope, bus, signal }: LiveContext,
  after: number | null,
  kinds: readonly string[] | null,
): AsyncGenerator<StampedEvent> {
  const { reads, organizationId } = scope;
  const from = after ?? (await latestEvent(reads, null))?.sequence ?? 0;
  yield* eventStream({ reads, bus, organizationId, signal, after: from, ...(kinds ? { kinds } : {}) });
}

@Resolver()
export class LiveResolver {
  @Subscription(() => RunEvent, {
    description: 'A run as it is now, then each change until it ends. `after` resumes behind an event without a gap.',
    subscribe: ({ args, context }: Request<{ runId: string; after?: number | null }>) =>
      abortableIterator(context.signal, (signal) =>
        runStream({ ...context, signal }, fromGlobalId('Run', args.runId, ['runId']), args.after ?? null),
      ),
  })
  runEvents(
    @Root() event: RunEvent,
    @Arg('runId', () => ID, { description: 'Global id of the run.' }) _runId: string,
    @Arg('after', () => Int, { nullable: true, description: 'Sequence of the last event that the subscriber has.' })
    _after: number | null,
  ): RunEvent {
    return event;
  }

  @Subscription(() => BatchProgress, {
    description: 'A batch as it is now, then whenever it has moved on, until all its runs ended.',
    subscribe: ({ args, context }: Request<{ batchId: string; after?: number | null }>) =>
      abortableIterator(context.signal, (signal) =>
        batchStream({ ...context, signal }, fromGlobalId('Batch', args.batchId, ['batchId']), args.after ?? null),
      ),
  })
  batchProgress(
    @Root() progress: BatchProgress,
    @Arg('batchId', () => ID, { description: 'Global id of the batch.' }) _batchId: string,
    @Arg('after', () => Int, { nullable: true, description: 'Sequence of the last event that the subscriber has.' })
    _after: number | null,
  ): BatchProgress {
    return progress;
  }

  @Subscription(() => OrganizationEvent, {
    description: 'Everything that happens in the organization from now on, or behind `after` without a gap.',
    subscribe: ({ args, context }: Request<{ after?: number | null; kinds?: string[] | null }>) =>
      abortableIterator(context.signal, (signal) =>
        organizationStream({ ...context, signal }, args.after ?? null, args.kinds ?? null),
      ),
  })
  organizationEvents(
    @Root() event: StampedEvent,
    @Arg('after', () => Int, { nullable: true, description: 'Sequence of the last event that the subscriber has.' })
    _after: number | null,
    @Arg('kinds', () => [String], {
      nullable: true,
      description: 'Only these kinds, e.g. `RUN_SCORED`; all where left out.',
    })
    _kinds: string[] | null,
  ): OrganizationEvent {
    return organizationEventOf(event);
  }
}

import { GraphQLDateTime } from 'graphql-scalars';
import { Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { BatchProgress as ReadProgress, BatchRow } from '../../src/runs/batch-reads.js';
import { connectionOf } from '../connection.js';
import { Node } from '../node/node.type.js';
import { Delivery } from './run-spec.type.js';
import { RunStatus } from './run.type.js';
import { toGlobalId } from '../../src/scope/global-id.js';

@ObjectType({ description: 'How many runs are in a state.' })
export class StatusCount {
  @Field(() => RunStatus, { description: 'The state.' })
  status!: RunStatus;

  @Field(() => Int, { description: 'How many.' })
  count!: number;
}

@ObjectType({ description: 'How far a batch is: a complete value.' })
export class BatchProgress {
  @Field(() => Int, { description: 'Sequence of the newest event that it includes; `after` resumes behind it.' })
  sequence!: number;

  @Field(() => ID, { description: 'Global id of the batch.' })
  batchId!: string;

  @Field(() => Int, { description: 'Runs in all.' })
  total!: number;

  @Field(() => Int, { description: 'Runs that ended, however they did.' })
  ended!: number;

  @Field(() => Float, { description: 'Share of the runs that ended, 0 to 1.' })
  progress!: number;

  @Field(() => [StatusCount], { description: 'Runs by state.' })
  counts!: readonly StatusCount[];

  @Field(() => Boolean, { description: 'Whether all runs ended; this is then the last value.' })
  done!: boolean;
}

@ObjectType({ implements: Node, description: 'Runs started together.' })
export class Batch extends Node {
  @Field(() => String, { description: 'Name to show.' })
  readonly name!: string;

  @Field(() => Int, { description: 'How many runs it was started with.' })
  readonly size!: number;

  @Field(() => Delivery, { description: 'How its models are asked.' })
  readonly delivery!: Delivery;

  @Field(() => GraphQLDateTime, { description: 'When it was started.' })
  readonly createdAt!: Date;
}

export const BatchConnection = connectionOf<BatchRow>('Batch', () => Batch);

export const asBatchProgress = (read: ReadProgress): BatchProgress => ({
  ...read,
  batchId: toGlobalId('Batch', read.batchId),
  counts: read.counts as BatchProgress['counts'],
});

export enum ProviderBatchStatus {
  GATHERING = 'GATHERING',
  SUBMITTING = 'SUBMITTING',
  SUBMITTED = 'SUBMITTED',
  ENDED = 'ENDED',
  FAILED = 'FAILED',
}
registerEnumType(ProviderBatchStatus, {
  name: 'ProviderBatchStatus',
  description: "Where a provider's batch is. The last two are ends.",
  valuesConfig: {
    GATHERING: { description: 'Requests may still join.' },
    SUBMITTING: { description: 'On its way to the service.' },
    SUBMITTED: { description: 'The service has it.' },
    ENDED: { description: 'What it brought is stored; requests for which it brought nothing are called at once.' },
    FAILED: { description: 'The service did not take it, or cannot be asked for it; its requests are called at once.' },
  },
});

@ObjectType({ description: 'Requests to one model that go to a service together, for its price of batches.' })
export class ProviderBatch {
  @Field(() => String, { description: 'Name of the provider.' })
  provider!: string;

  @Field(() => String, { description: "The provider's own name of the model." })
  model!: string;

  @Field(() => ProviderBatchStatus, { description: 'Where it is.' })
  status!: ProviderBatchStatus;

  @Field(() => String, { nullable: true, description: "The service's name of it; null until it has it." })
  reference!: string | null;

  @Field(() => Int, { description: 'Requests in it; some may be of runs outside the batch.' })
  requests!: number;

  @Field(() => Int, { description: 'Those that it brought an answer for so far.' })
  answered!: number;

  @Field(() => GraphQLDateTime, { description: 'When its first request came.' })
  createdAt!: Date;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'When the service got it.' })
  submittedAt!: Date | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'When it ended.' })
  endedAt!: Date | null;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'When it is submitted, or when its status is checked next; null once it has ended.',
  })
  nextLookAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Why it failed, or ended early.' })
  errorMessage!: string | null;
}

import { GraphQLDateTime } from 'graphql-scalars';
import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import type { BatchRow } from '../../src/runs/batch-reads.js';
import { connectionOf } from '../connection.js';
import { Node } from '../node/node.type.js';
import { Delivery } from './delivery.type.js';
import { RunStatus } from './run.type.js';

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

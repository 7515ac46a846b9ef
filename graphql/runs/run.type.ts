import { GraphQLDateTime } from 'graphql-scalars';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { RunRow } from '../../src/runs/run-reads.js';
import { connectionOf } from '../connection.js';
import { Node } from '../node/node.type.js';
import { Coaching } from './coaching.type.js';
import { RunWait } from './run-spec.type.js';
import { Stability } from './stability.type.js';
import { Violation } from './attempt.type.js';

export enum RunStatus {
  QUEUED = 'QUEUED',
  SCORING = 'SCORING',
  VALIDATING = 'VALIDATING',
  CORRECTING = 'CORRECTING',
  SCORED = 'SCORED',
  INVALID = 'INVALID',
  NEEDS_REVIEW = 'NEEDS_REVIEW',
  FAILED = 'FAILED',
  CANCELLED = 'CANCELLED',
}
registerEnumType(RunStatus, {
  name: 'RunStatus',
  description: 'Where a run is. The last five are ends.',
  valuesConfig: {
    QUEUED: { description: 'Waiting for a worker.' },
    SCORING: { description: 'The judge is being asked.' },
    VALIDATING: { description: 'Its answer is being checked.' },
    CORRECTING: { description: 'It is being asked again, with what was wrong.' },
    SCORED: { description: 'Ended with verified results; each dimension is scored or says why not.' },
    INVALID: { description: "Ended without scores: the judge's answer failed its checks." },
    NEEDS_REVIEW: { description: 'Ended without scores; a person must look.' },
    FAILED: { description: 'Ended without scores: the judge could not be asked. Never a low score.' },
    CANCELLED: { description: 'Ended by a person.' },
  },
});

@ObjectType({ implements: Node, description: 'One scoring of one transcript by one spec.' })
export class Run extends Node {
  @Field(() => RunStatus, { description: 'Where it is.' })
  readonly status!: RunStatus;

  @Field(() => RunWait, {
    nullable: true,
    description: 'What it waits for while no worker processes it; null while it is queued, being processed, or ended.',
  })
  readonly waitingFor!: RunWait | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Speaker label of the person who was scored, as in the transcript; null if no representative is known.',
  })
  readonly subjectLabel!: string | null;

  @Field(() => String, { description: 'Model address of the judge that was asked for.' })
  readonly model!: string;

  @Field(() => String, {
    nullable: true,
    description:
      "Model that gave the accepted answer, as `provider/model` in the provider's words; null if there is none.",
  })
  readonly modelUsed!: string | null;

  @Field(() => Boolean, { description: 'Whether the scores are by a fallback model, which stepped in for the judge.' })
  readonly fallbackUsed!: boolean;

  @Field(() => Int, {
    nullable: true,
    description: 'Parts in which a long call was read before it was judged; null where it was judged whole.',
  })
  readonly chunkCount!: number | null;

  @Field(() => Stability, {
    nullable: true,
    description: 'How stable its scores are, where they were taken again; null elsewhere, and until that is known.',
  })
  readonly stability!: Stability | null;

  @Field(() => Coaching, { nullable: true, description: 'What the representative can take from it.' })
  readonly coaching!: Coaching | null;

  @Field(() => [String], {
    description:
      'What a reader of the scores should know, e.g. `SHORT_CALL`, `INJECTION_SUSPECTED`, `OFFLINE_BASELINE`.',
  })
  readonly flags!: readonly string[];

  @Field(() => [Violation], { description: 'What the checks found in the accepted answer.' })
  readonly violations!: readonly Violation[];

  @Field(() => Int, { nullable: true, description: 'From the first claim by a worker to the end, in ms.' })
  readonly latencyMs!: number | null;

  @Field(() => GraphQLDateTime, { description: 'When the call took place, else when it was uploaded.' })
  readonly callAt!: Date;

  @Field(() => GraphQLDateTime, { description: 'When the run was queued.' })
  readonly createdAt!: Date;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'When a worker first took it.' })
  readonly startedAt!: Date | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'When it ended.' })
  readonly endedAt!: Date | null;
}

export const RunConnection = connectionOf<RunRow>('Run', () => Run);

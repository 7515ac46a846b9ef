import { FieldResolver, Resolver, Root } from 'type-graphql';
import type { AttemptRow } from '../../src/runs/run-reads.js';
import { Failure } from '../transcripts/transcript.type.js';
import { asCost, Cost } from './cost.type.js';
import { AnswerScore, Attempt } from './attempt.type.js';

@Resolver(() => Attempt)
export class AttemptResolver {
  @FieldResolver(() => Cost, {
    nullable: true,
    description: 'What it cost; null where nothing is billed, for want of an answer.',
  })
  cost(@Root() { costPusd, costStatus }: AttemptRow): Cost | null {
    return costStatus === null ? null : asCost(costPusd, costStatus);
  }

  @FieldResolver(() => [AnswerScore])
  scores(@Root() { scores }: AttemptRow): readonly AnswerScore[] {
    return Object.entries(scores ?? {}).map(([dimension, score]) => ({ dimension, score }));
  }

  @FieldResolver(() => Failure, { nullable: true, description: 'Why it failed.' })
  error(@Root() { errorCode: code, errorMessage: message }: AttemptRow): Failure | null {
    return code === null ? null : { code, message: message ?? '' };
  }
}

import { Field, ID, InputType, ObjectType } from 'type-graphql';
import type { BatchRow } from '../../src/runs/batch-reads.js';
import type { RunRow } from '../../src/runs/run-reads.js';
import { UserError } from '../user-error.type.js';
import { Batch } from './batch.type.js';
import { Run } from './run.type.js';

@InputType({ description: 'A scoring to start.' })
export class StartRunInput {
  @Field(() => ID, { description: 'What to score.' })
  transcriptId!: string;

  @Field(() => String, { nullable: true, description: 'Key of the rubric; `spin` where left out.' })
  rubric?: string | null;

  @Field(() => String, { nullable: true, description: 'Model address of the judge, e.g. `openai/gpt-5-mini`.' })
  model?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'A published prompt version; the newest base prompt where left out.',
  })
  promptVersionId?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Speaker label or name of the representative to score. Left out, each who speaks enough gets a run, and the run of the lead is answered.',
  })
  subject?: string | null;

  @Field(() => String, { nullable: true, description: 'The same key with the same input returns the first result.' })
  idempotencyKey?: string | null;
}

@InputType({ description: 'Scorings to start together.' })
export class StartBatchInput {
  @Field(() => String, { defaultValue: 'Batch', description: 'Name to show.' })
  name!: string;

  @Field(() => [ID], {
    description:
      'What to score, 1 to 1,000 transcripts; one with several representatives gets a run for each who speaks enough.',
  })
  transcriptIds!: string[];

  @Field(() => String, { nullable: true, description: 'Key of the rubric; `spin` where left out.' })
  rubric?: string | null;

  @Field(() => String, { nullable: true, description: 'Model address of the judge.' })
  model?: string | null;

  @Field(() => ID, { nullable: true, description: 'A published prompt version.' })
  promptVersionId?: string | null;

  @Field(() => String, { nullable: true, description: 'The same key with the same input returns the first result.' })
  idempotencyKey?: string | null;
}

@InputType({ description: 'Which run.' })
export class RunInput {
  @Field(() => ID, { description: 'Global id of the run.' })
  runId!: string;
}

@InputType({ description: 'A run to do again.' })
export class RetryRunInput {
  @Field(() => ID, { description: 'Global id of a run that ended.' })
  runId!: string;

  @Field(() => String, { nullable: true, description: 'The same key with the same input returns the first result.' })
  idempotencyKey?: string | null;
}

@ObjectType({ description: 'Result of a mutation of a run.' })
export class RunPayload {
  @Field(() => Run, { nullable: true, description: 'The run.' })
  run?: RunRow | null;

  @Field(() => [UserError], { description: 'Why it was refused; empty where it was not.' })
  userErrors!: readonly UserError[];
}

@ObjectType({ description: 'Result of `startBatch`.' })
export class StartBatchPayload {
  @Field(() => Batch, { nullable: true, description: 'The batch.' })
  batch?: BatchRow | null;

  @Field(() => [UserError], { description: 'Why it was refused; empty where it was not.' })
  userErrors!: readonly UserError[];
}

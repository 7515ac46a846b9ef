import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { BatchRow } from '../../src/runs/batch-reads.js';
import { MODE_REASONS, type ChosenMode, type ModeReason } from '../../src/runs/starting/choose-mode.js';
import type { RunRow } from '../../src/runs/run-reads.js';
import { ScoringMode } from '../profiles/scoring-policy.type.js';
import { UserError } from '../user-error.type.js';
import { Batch } from './batch.type.js';
import { Delivery } from './run-spec.type.js';
import { Run } from './run.type.js';

export const ModeReasonEnum = Object.fromEntries(MODE_REASONS.map((reason) => [reason, reason])) as {
  [Reason in ModeReason]: Reason;
};
registerEnumType(ModeReasonEnum, {
  name: 'ModeReason',
  description: 'What decided whether a scoring was waited for.',
  valuesConfig: {
    ASKED: { description: 'The caller asked for it.' },
    POLICY: { description: "The organization's policy says so." },
    SHORT_CALL: { description: 'The call is short and the queue is free.' },
    LONG_CALL: { description: 'The call has more turns than the policy has anybody wait for.' },
    QUEUE_PRESSURE: { description: 'Too many runs have not ended yet.' },
  },
});

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

  @Field(() => ScoringMode, {
    nullable: true,
    description: 'Whether to wait for the end; as the policy says where left out.',
  })
  mode?: ScoringMode | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Longest wait in ms, 0 to 20,000; 10,000 where left out. The run goes on whatever comes first.',
  })
  waitMs?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'False asks the judge again even where the same was asked before; as the policy says where left out.',
  })
  reuse?: boolean | null;

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

  @Field(() => Delivery, {
    defaultValue: Delivery.IMMEDIATE,
    description: 'How the judge is asked: at once, or by a batch of its provider, for less money and within a day.',
  })
  delivery!: Delivery;

  @Field(() => Boolean, {
    nullable: true,
    description: 'False asks the judge again even where the same was asked before; as the policy says where left out.',
  })
  reuse?: boolean | null;

  @Field(() => String, { nullable: true, description: 'The same key with the same input returns the first result.' })
  idempotencyKey?: string | null;
}

@InputType({ description: 'Which run.' })
export class RunInput {
  @Field(() => ID, { description: 'Global id of the run.' })
  runId!: string;
}

@InputType({ description: 'Which batch.' })
export class CancelBatchInput {
  @Field(() => ID, { description: 'Global id of the batch.' })
  batchId!: string;
}

@InputType({ description: 'A run to do again.' })
export class RetryRunInput {
  @Field(() => ID, { description: 'Global id of a run that ended.' })
  runId!: string;

  @Field(() => String, { nullable: true, description: 'The same key with the same input returns the first result.' })
  idempotencyKey?: string | null;
}

@InputType({ description: 'Scores to be contested.' })
export class ContestRunInput {
  @Field(() => ID, { description: 'Global id of a run that ended SCORED.' })
  runId!: string;

  @Field(() => String, { nullable: true, description: 'The same key with the same input returns the first result.' })
  idempotencyKey?: string | null;
}

@ObjectType({ description: 'Result of `startRun`.' })
export class StartRunPayload {
  @Field(() => Run, {
    nullable: true,
    description: 'The run: as it ended where it was waited for and ended in time, else on its way.',
  })
  run?: RunRow | null;

  @Field(() => ScoringMode, { nullable: true, description: 'SYNC where it was waited for, ASYNC where it was not.' })
  mode?: ChosenMode['mode'] | null;

  @Field(() => ModeReasonEnum, { nullable: true, description: 'Why.' })
  modeReason?: ModeReason | null;

  @Field(() => [UserError], { description: 'Why it was refused; empty where it was not.' })
  userErrors!: readonly UserError[];
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

@ObjectType({ description: 'Result of `cancelBatch`.' })
export class CancelBatchPayload {
  @Field(() => Batch, { nullable: true, description: 'The batch.' })
  batch?: BatchRow | null;

  @Field(() => Int, { nullable: true, description: 'How many runs were ended by it; 0 where all had ended before.' })
  cancelled?: number | null;

  @Field(() => [UserError], { description: 'Why it was refused; empty where it was not.' })
  userErrors!: readonly UserError[];
}

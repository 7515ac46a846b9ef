import { GraphQLDateTime } from 'graphql-scalars';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Outcome, type Scored, type Unscored } from '../runs/outcome.type.js';
import { RunStatus } from '../runs/run.type.js';
import { Failure, TranscriptStatus } from '../transcripts/transcript.type.js';

@ObjectType({ description: 'A change of a run: a complete value.' })
export class RunEvent {
  @Field(() => Int, { description: "Place in the organization's events; `after` resumes behind it." })
  sequence!: number;

  @Field(() => ID, { description: 'Global id of the run.' })
  runId!: string;

  @Field(() => ID, { description: 'Global id of its transcript.' })
  transcriptId!: string;

  @Field(() => ID, { nullable: true, description: 'Global id of its batch.' })
  batchId!: string | null;

  @Field(() => RunStatus, { description: 'Where the run is.' })
  status!: RunStatus;

  @Field(() => Int, { description: 'Calls to a model so far.' })
  attempts!: number;

  @Field(() => Outcome, { nullable: true, description: 'Overall; null until the run ends SCORED.' })
  overall!: Scored | Unscored | null;

  @Field(() => [String], { description: 'Flags of the run; empty until it ends.' })
  flags!: readonly string[];

  @Field(() => Failure, { nullable: true, description: 'Why it ended without scores.' })
  error!: Failure | null;

  @Field(() => Boolean, { description: 'Whether this is the last event of the run.' })
  terminal!: boolean;

  @Field(() => GraphQLDateTime, { description: 'When it happened.' })
  at!: Date;
}

@ObjectType({ description: 'How far the taking of an upload was.' })
export class UploadEvent {
  @Field(() => Int, { description: 'Files that came.' })
  total!: number;

  @Field(() => Int, { description: 'Files that were taken or refused by then.' })
  taken!: number;

  @Field(() => Int, { description: 'Of these, those whose bytes were there already.' })
  duplicates!: number;

  @Field(() => Int, { description: 'Of these, those that were refused at once.' })
  refused!: number;
}

@ObjectType({ description: 'Something that happened in the organization: a complete value.' })
export class OrganizationEvent {
  @Field(() => Int, { description: "Place in the organization's events, none missing; `after` resumes behind it." })
  sequence!: number;

  @Field(() => String, { description: 'What happened, e.g. `TRANSCRIPT_READY`, `RUN_SCORED`.' })
  kind!: string;

  @Field(() => ID, { description: 'Global id of the transcript, run or upload.' })
  subjectId!: string;

  @Field(() => TranscriptStatus, {
    nullable: true,
    description: 'Where the transcript is, of an event of a transcript.',
  })
  transcriptStatus!: TranscriptStatus | null;

  @Field(() => RunEvent, { nullable: true, description: 'The whole, of an event of a run.' })
  run!: RunEvent | null;

  @Field(() => UploadEvent, { nullable: true, description: 'How far it was, of an event of an upload.' })
  upload!: UploadEvent | null;

  @Field(() => GraphQLDateTime, { description: 'When it happened.' })
  at!: Date;
}

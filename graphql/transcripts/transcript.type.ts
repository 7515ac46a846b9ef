import { GraphQLDateTime } from 'graphql-scalars';
import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { TranscriptRow } from '../../src/transcripts/transcript-reads.js';
import { connectionOf } from '../connection.js';
import { Node } from '../node/node.type.js';
import { UserError } from '../user-error.type.js';
import { CallFieldsInput } from './call-fields.input.js';

export enum TranscriptStatus {
  QUEUED = 'QUEUED',
  NORMALIZING = 'NORMALIZING',
  READY = 'READY',
  HELD = 'HELD',
  REFUSED = 'REFUSED',
  QUARANTINED = 'QUARANTINED',
  SPLIT = 'SPLIT',
}
registerEnumType(TranscriptStatus, {
  name: 'TranscriptStatus',
  description: 'Where a transcript is; its raw file is kept in each.',
  valuesConfig: {
    QUEUED: { description: 'Accepted, waiting to be read.' },
    NORMALIZING: { description: 'Being read.' },
    READY: { description: 'Can be scored.' },
    HELD: { description: 'Read, but held back for its quality.' },
    REFUSED: { description: 'The file cannot be read; the error says why.' },
    QUARANTINED: { description: 'Could not be processed through no fault of the file.' },
    SPLIT: { description: 'The file held several calls; each became a transcript of its own.' },
  },
});

@ObjectType({ description: 'Something a reader of the file should know.' })
export class TranscriptWarning {
  @Field(() => String, { description: 'What, for programs.' })
  code!: string;

  @Field(() => String, { description: 'What, for people.' })
  message!: string;
}

@ObjectType({ description: 'Why something ended without its result.' })
export class Failure {
  @Field(() => String, { description: 'What happened, for programs; docs/errors.md lists the codes.' })
  code!: string;

  @Field(() => String, { description: 'What happened and what to do, for people.' })
  message!: string;
}

@ObjectType({ implements: Node, description: 'One recorded conversation: its raw file and its current normalization.' })
export class Transcript extends Node {
  @Field(() => TranscriptStatus, { description: 'Where it is.' })
  readonly status!: TranscriptStatus;

  @Field(() => String, { nullable: true, description: 'Title as given at upload, else from the file, else its name.' })
  readonly title!: string | null;

  @Field(() => String, { description: 'Name of the uploaded file.' })
  readonly fileName!: string;

  @Field(() => String, { description: 'SHA-256 of the uploaded bytes, hex.' })
  readonly contentHash!: string;

  @Field(() => String, { nullable: true, description: 'Its id in another system.' })
  readonly externalRef!: string | null;

  @Field(() => String, { nullable: true, description: 'Kind of call, as the uploader said, e.g. `discovery`.' })
  readonly callType!: string | null;

  @Field(() => Boolean, { description: 'Whether it was released in spite of its quality.' })
  readonly released!: boolean;

  @Field(() => String, { nullable: true, description: 'Format that it was read as.' })
  readonly format!: string | null;

  @Field(() => String, { nullable: true, description: 'BCP 47 tag of its language; `und` where it is not known.' })
  readonly language!: string | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'When the call began, where the file says.' })
  readonly startedAt!: Date | null;

  @Field(() => Int, { nullable: true, description: 'Length in ms, where the file says.' })
  readonly durationMs!: number | null;

  @Field(() => Int, { nullable: true, description: 'How many turns it has.' })
  readonly turnCount!: number | null;

  @Field(() => GraphQLDateTime, { description: 'When it was uploaded.' })
  readonly createdAt!: Date;
}

export const TranscriptConnection = connectionOf<TranscriptRow>('Transcript', () => Transcript);

@InputType({ description: 'Which transcripts; all conditions must hold.' })
export class TranscriptFilter {
  @Field(() => [TranscriptStatus], { nullable: true, description: 'In one of these states.' })
  status?: TranscriptStatus[] | null;

  @Field(() => ID, { nullable: true, description: 'Calls of this representative.' })
  representativeId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Calls with this company.' })
  companyId?: string | null;

  @Field(() => String, { nullable: true, description: 'With this id in another system.' })
  externalRef?: string | null;

  @Field(() => String, { nullable: true, description: 'Calls of this kind, e.g. `discovery`.' })
  callType?: string | null;

  @Field(() => ID, { nullable: true, description: 'Calls that the file of this transcript held.' })
  parentId?: string | null;

  @Field(() => Float, { nullable: true, description: 'With a quality score below this, 0 to 1.' })
  qualityBelow?: number | null;

  @Field(() => String, { nullable: true, description: "Part of the title or of the file's name, case aside." })
  search?: string | null;

  @Field(() => String, { nullable: true, description: "With this SHA-256 of the file's bytes, hex." })
  sha256?: string | null;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'Calls at this time or later; where it is not known when the call was, uploads.',
  })
  from?: Date | null;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'Calls before this time; where it is not known when the call was, uploads.',
  })
  to?: Date | null;
}

@InputType({ description: 'A transcript given as text.' })
export class ImportTranscriptInput extends CallFieldsInput {
  @Field(() => String, { description: 'The file as text, up to 80,000 characters; larger ones go to POST /uploads.' })
  text!: string;

  @Field(() => String, { nullable: true, description: 'Name to show; `transcript` where left out.' })
  fileName?: string | null;
}

@ObjectType({ description: 'Result of `importTranscript`.' })
export class ImportTranscriptPayload {
  @Field(() => Transcript, { nullable: true, description: 'The accepted transcript.' })
  transcript?: TranscriptRow | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the same text was there already; the transcript is then that one.',
  })
  duplicate?: boolean | null;

  @Field(() => [UserError], { description: 'Why it was refused; empty where it was not.' })
  userErrors!: readonly UserError[];
}

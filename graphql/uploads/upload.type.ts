import { GraphQLDateTime } from 'graphql-scalars';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { UploadFileRow, UploadRow } from '../../src/transcripts/uploads/upload-reads.js';
import { connectionOf } from '../connection.js';
import { Node } from '../node/node.type.js';
import { Delivery } from '../runs/run-spec.type.js';
import { CallFieldsInput } from '../transcripts/call-fields.input.js';
import { TranscriptStatus } from '../transcripts/transcript.type.js';
import { UserError } from '../user-error.type.js';

export enum UploadStatus {
  OPEN = 'OPEN',
  ACCEPTING = 'ACCEPTING',
  ACCEPTED = 'ACCEPTED',
  EXPIRED = 'EXPIRED',
  INTERRUPTED = 'INTERRUPTED',
}
registerEnumType(UploadStatus, {
  name: 'UploadStatus',
  description: 'Where an upload is.',
  valuesConfig: {
    OPEN: { description: 'Waits for its bytes.' },
    ACCEPTING: { description: 'Its bytes are there; its files are being taken.' },
    ACCEPTED: { description: 'Every file was taken or refused.' },
    EXPIRED: { description: 'Got no bytes in time.' },
    INTERRUPTED: {
      description:
        'The server was stopped while it took the files: those in `files` were taken. Send the same files again, with the same idempotency key or to the same address, and what is missing is taken; or upload them again.',
    },
  },
});

@ObjectType({ description: 'How many transcripts are in a state.' })
export class TranscriptStatusCount {
  @Field(() => TranscriptStatus, { description: 'The state.' })
  status!: TranscriptStatus;

  @Field(() => Int, { description: 'How many.' })
  count!: number;
}

@ObjectType({ description: 'How far an upload is: a complete value.' })
export class UploadProgress {
  @Field(() => Int, { description: 'Sequence of the newest event that it includes; `after` resumes behind it.' })
  sequence!: number;

  @Field(() => ID, { description: 'Global id of the upload.' })
  uploadId!: string;

  @Field(() => UploadStatus, { description: 'Where the upload is.' })
  status!: UploadStatus;

  @Field(() => Int, { description: 'Files that came, those of archives one by one.' })
  files!: number;

  @Field(() => Int, { description: 'Files that became transcripts.' })
  accepted!: number;

  @Field(() => Int, { description: 'Files whose bytes were there already.' })
  duplicates!: number;

  @Field(() => Int, { description: 'Files that were refused at once.' })
  refused!: number;

  @Field(() => [TranscriptStatusCount], {
    description: 'Transcripts of the files by state, with the calls that were split off them.',
  })
  transcripts!: readonly TranscriptStatusCount[];

  @Field(() => Boolean, {
    description: 'Whether nothing of it waits to be read any more; this is then the last value.',
  })
  done!: boolean;
}

@ObjectType({ implements: Node, description: 'One act of uploading: a file, several, or an archive of files.' })
export class Upload extends Node {
  @Field(() => UploadStatus, { description: 'Where it is.' })
  readonly status!: UploadStatus;

  @Field(() => Int, { description: 'How many files came, those of archives one by one; 0 while it is OPEN.' })
  readonly fileCount!: number;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'Until when it waits for its bytes, where it was opened.',
  })
  readonly expiresAt!: Date | null;

  @Field(() => GraphQLDateTime, { description: 'When it was opened, or its bytes came.' })
  readonly createdAt!: Date;
}

export const UploadConnection = connectionOf<UploadRow>('Upload', () => Upload);

@ObjectType({ description: 'One file of an upload, and what became of it.' })
export class UploadFile {
  @Field(() => Int, { description: 'Place in the upload, from 0.' })
  readonly position!: number;

  @Field(() => String, { description: 'Its name, with its folders where it came in an archive.' })
  readonly fileName!: string;

  @Field(() => String, { nullable: true, description: 'Its id in another system, as this upload says.' })
  readonly externalRef!: string | null;

  @Field(() => Boolean, { description: 'Whether its bytes were there already; the transcript is then that one.' })
  readonly duplicate!: boolean;

  @Field(() => Int, { description: 'How many calls were split off it; 0 for a file that is one call.' })
  readonly splitInto!: number;
}

export const UploadFileConnection = connectionOf<UploadFileRow>('UploadFile', () => UploadFile);

@InputType({ description: 'Which uploads; all conditions must hold.' })
export class UploadFilter {
  @Field(() => [UploadStatus], { nullable: true, description: 'In one of these states.' })
  status?: UploadStatus[] | null;

  @Field(() => String, { nullable: true, description: 'With this id in another system.' })
  externalRef?: string | null;
}

@InputType({ description: 'What is known of files that follow.' })
export class CreateUploadInput extends CallFieldsInput {
  @Field(() => Delivery, {
    defaultValue: Delivery.IMMEDIATE,
    description: 'How the judge is asked: at once, or by a batch of its provider, for less money and within a day.',
  })
  delivery!: Delivery;
}

@ObjectType({ description: 'Result of `createUpload`.' })
export class CreateUploadPayload {
  @Field(() => Upload, { nullable: true, description: 'The upload; its bytes go to its `uploadUrl`.' })
  upload?: UploadRow | null;

  @Field(() => [UserError], { description: 'Why it was refused; empty where it was not.' })
  userErrors!: readonly UserError[];
}
